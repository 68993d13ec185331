package dev.liteio.node;

import dev.liteio.rpc.Answers;
import dev.liteio.rpc.UnixSocketServer;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pluginregistration.InfoRequest;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationGrpc.RegistrationImplBase;
import pluginregistration.RegistrationStatus;
import pluginregistration.RegistrationStatusResponse;

/**
 * Tells the kubelet that the driver is here: it watches its plugins_registry directory, asks the
 * socket it finds there, and says whether it took the driver in. The socket goes when this closes,
 * which takes the driver out.
 */
final class KubeletRegistration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KubeletRegistration.class);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final UnixSocketServer server;
  private final Service service;

  private KubeletRegistration(UnixSocketServer server, Service service) {
    this.server = server;
    this.service = service;
  }

  static KubeletRegistration start(Path directory, String driver, Path csiSocket)
      throws IOException {
    var service = new Service(driver, csiSocket);
    var server =
        UnixSocketServer.start(directory.resolve(driver + "-reg.sock"), GRACE, List.of(service));
    return new KubeletRegistration(server, service);
  }

  /** Why the kubelet did not take the driver in; empty when it did or has not said anything yet. */
  String refusal() {
    return service.refusal;
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Service extends RegistrationImplBase {
    private final PluginInfo info;
    private volatile String refusal = "";

    Service(String driver, Path csiSocket) {
      this.info =
          PluginInfo.newBuilder()
              .setType("CSIPlugin")
              .setName(driver)
              .setEndpoint(csiSocket.toString())
              .addSupportedVersions("1.0.0")
              .build();
    }

    @Override
    public void getInfo(InfoRequest request, StreamObserver<PluginInfo> observer) {
      Answers.with(observer, info);
    }

    @Override
    public void notifyRegistrationStatus(
        RegistrationStatus status, StreamObserver<RegistrationStatusResponse> observer) {
      if (status.getPluginRegistered()) {
        log.info("driver={} registered with the kubelet", info.getName());
        refusal = "";
      } else {
        log.error("driver={} refused by the kubelet: {}", info.getName(), status.getError());
        refusal = "the kubelet refused the driver: " + status.getError();
      }
      Answers.with(observer, RegistrationStatusResponse.getDefaultInstance());
    }
  }
}
