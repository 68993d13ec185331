package dev.liteio.demo;

import csi.v1.CapacityRange;
import csi.v1.ControllerExpandVolumeRequest;
import csi.v1.ControllerGrpc;
import csi.v1.ControllerPublishVolumeRequest;
import csi.v1.ControllerUnpublishVolumeRequest;
import csi.v1.CreateVolumeRequest;
import csi.v1.DeleteVolumeRequest;
import csi.v1.VolumeCapability;
import dev.liteio.rpc.UnixSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the sidecars ask the controller, asked by hand. */
final class CsiClient implements AutoCloseable {

  private static final long SECONDS = 60;

  private final UnixSocketChannel channel;
  private final VolumeCapability capability;

  CsiClient(Path socket, VolumeCapability capability) {
    this.channel = new UnixSocketChannel(socket);
    this.capability = capability;
  }

  static VolumeCapability rawBlock() {
    return mode(
        VolumeCapability.newBuilder().setBlock(VolumeCapability.BlockVolume.getDefaultInstance()));
  }

  static VolumeCapability fileSystem(String type) {
    return mode(
        VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.newBuilder().setFsType(type)));
  }

  private static VolumeCapability mode(VolumeCapability.Builder capability) {
    return capability
        .setAccessMode(
            VolumeCapability.AccessMode.newBuilder()
                .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
        .build();
  }

  VolumeCapability capability() {
    return capability;
  }

  private ControllerGrpc.ControllerBlockingStub controller() {
    return ControllerGrpc.newBlockingStub(channel.channel())
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  String create(String name, long bytes, Map<String, String> parameters) {
    return controller()
        .createVolume(
            CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(bytes))
                .addVolumeCapabilities(capability)
                .putAllParameters(parameters)
                .build())
        .getVolume()
        .getVolumeId();
  }

  Map<String, String> publish(String volume, String node) {
    return controller()
        .controllerPublishVolume(
            ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setNodeId(node)
                .setVolumeCapability(capability)
                .build())
        .getPublishContextMap();
  }

  long expand(String volume, long bytes) {
    return controller()
        .controllerExpandVolume(
            ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(bytes))
                .build())
        .getCapacityBytes();
  }

  void unpublish(String volume, String node) {
    var _ =
        controller()
            .controllerUnpublishVolume(
                ControllerUnpublishVolumeRequest.newBuilder()
                    .setVolumeId(volume)
                    .setNodeId(node)
                    .build());
  }

  void delete(String volume) {
    var _ = controller().deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(volume).build());
  }

  @Override
  public void close() {
    channel.close();
  }
}
