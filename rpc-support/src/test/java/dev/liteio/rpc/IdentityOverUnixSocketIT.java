package dev.liteio.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.GetPluginCapabilitiesRequest;
import csi.v1.GetPluginInfoRequest;
import csi.v1.IdentityGrpc;
import csi.v1.PluginCapability.Service;
import csi.v1.ProbeRequest;
import dev.liteio.failure.FailedPrecondition;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityOverUnixSocketIT {
  @TempDir Path dir;

  @Test
  void aClientLearnsWhoTheDriverIsOnEverySocket() throws Exception {
    var driver = new Driver(Driver.NAME, "1.2.3", Map.of("engine", "lvs"));
    var readiness = new AtomicReference<Readiness>(() -> false);
    Readiness current = () -> readiness.get().ready();
    try (var controller = serve("controller.sock", driver, current);
        var node = serve("node.sock", driver, current);
        var toController = new UnixSocketChannel(controller.socket());
        var toNode = new UnixSocketChannel(node.socket())) {
      var one = IdentityGrpc.newBlockingStub(toController.channel());
      var other = IdentityGrpc.newBlockingStub(toNode.channel());

      var info = one.getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
      assertThat(info.getName())
          .isEqualTo("csi.liteio.dev")
          .matches("[a-zA-Z][-.\\w]{0,61}[a-zA-Z]");
      assertThat(info.getVendorVersion()).isEqualTo("1.2.3");
      assertThat(info.getManifestMap()).containsEntry("engine", "lvs");

      var capabilities =
          one.getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance());
      assertThat(capabilities)
          .isEqualTo(
              other.getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance()));
      assertThat(capabilities.getCapabilitiesList().stream().map(c -> c.getService().getType()))
          .contains(Service.Type.CONTROLLER_SERVICE, Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS);

      assertThat(other.probe(ProbeRequest.getDefaultInstance()).getReady().getValue()).isFalse();
      readiness.set(() -> true);
      assertThat(other.probe(ProbeRequest.getDefaultInstance()).getReady().getValue()).isTrue();
      readiness.set(() -> {
        throw new FailedPrecondition("/dev/nvme-fabrics is missing: modprobe nvme-tcp");
      });
      assertThatThrownBy(() -> other.probe(ProbeRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
                assertThat(e.getStatus().getDescription()).contains("modprobe nvme-tcp");
              });
    }
  }

  private UnixSocketServer serve(String name, Driver driver, Readiness readiness) throws Exception {
    return UnixSocketServer.start(
        dir.resolve(name), List.of(new IdentityService(driver, readiness)));
  }
}
