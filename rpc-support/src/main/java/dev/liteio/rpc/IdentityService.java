package dev.liteio.rpc;

import com.google.protobuf.BoolValue;
import csi.v1.GetPluginCapabilitiesRequest;
import csi.v1.GetPluginCapabilitiesResponse;
import csi.v1.GetPluginInfoRequest;
import csi.v1.GetPluginInfoResponse;
import csi.v1.IdentityGrpc.IdentityImplBase;
import csi.v1.PluginCapability;
import csi.v1.PluginCapability.VolumeExpansion;
import csi.v1.ProbeRequest;
import csi.v1.ProbeResponse;
import io.grpc.stub.StreamObserver;

/** CSI Identity, the same on the controller's socket and on the node's. */
public final class IdentityService extends IdentityImplBase {
  /**
   * Of the driver, not of a socket: both sockets say the same (CSI spec, GetPluginCapabilities).
   */
  private static final GetPluginCapabilitiesResponse CAPABILITIES =
      GetPluginCapabilitiesResponse.newBuilder()
          .addCapabilities(service(PluginCapability.Service.Type.CONTROLLER_SERVICE))
          .addCapabilities(service(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS))
          .addCapabilities(
              PluginCapability.newBuilder()
                  .setVolumeExpansion(
                      VolumeExpansion.newBuilder().setType(VolumeExpansion.Type.ONLINE)))
          .build();

  private final Driver driver;
  private final Readiness readiness;

  /** Speaks for {@code driver}; {@code readiness} answers Probe. */
  public IdentityService(Driver driver, Readiness readiness) {
    this.driver = driver;
    this.readiness = readiness;
  }

  @Override
  public void getPluginInfo(
      GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> observer) {
    Answers.with(
        observer,
        GetPluginInfoResponse.newBuilder()
            .setName(driver.name())
            .setVendorVersion(driver.version())
            .putAllManifest(driver.manifest())
            .build());
  }

  @Override
  public void getPluginCapabilities(
      GetPluginCapabilitiesRequest request,
      StreamObserver<GetPluginCapabilitiesResponse> observer) {
    Answers.with(observer, CAPABILITIES);
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> observer) {
    Answers.with(
        observer, ProbeResponse.newBuilder().setReady(BoolValue.of(readiness.ready())).build());
  }

  private static PluginCapability service(PluginCapability.Service.Type type) {
    return PluginCapability.newBuilder()
        .setService(PluginCapability.Service.newBuilder().setType(type))
        .build();
  }
}
