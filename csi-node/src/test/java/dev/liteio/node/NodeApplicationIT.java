package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import csi.v1.CapacityRange;
import csi.v1.GetPluginInfoRequest;
import csi.v1.IdentityGrpc;
import csi.v1.NodeExpandVolumeRequest;
import csi.v1.NodeGetCapabilitiesRequest;
import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGetVolumeStatsRequest;
import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeServiceCapability.RPC;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.NodeUnstageVolumeRequest;
import csi.v1.ProbeRequest;
import csi.v1.VolumeUsage;
import dev.liteio.rpc.UnixSocketChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pluginregistration.InfoRequest;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;

/** The whole plugin over its real sockets, as the kubelet calls it; the machine below is fake. */
@Timeout(300)
class NodeApplicationIT {
  @TempDir Path dir;
  private NodeRig rig;
  private NodeConfig config;
  private NodeApplication application;
  private UnixSocketChannel csi;

  @BeforeEach
  void start() throws Exception {
    rig = new NodeRig(dir);
    config =
        rig.config
            .registeredIn(dir.resolve("plugins_registry"), Path.of("/var/lib/kubelet/csi.sock"))
            .healthyOn(0);
    application = new NodeApplication(config, rig.cluster, rig.kernel, rig.kernel);
    application.start();
    csi = new UnixSocketChannel(config.csiSocket());
  }

  @AfterEach
  void stop() {
    csi.close();
    application.close();
  }

  private NodeGrpc.NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(csi.channel());
  }

  @Test
  void aVolumeGoesAllTheWayAndBack() throws Exception {
    String target = rig.target("one");
    for (int i = 0; i < 3; i++) {
      var _ = node().nodeStageVolume(stage().build());
      var _ = node().nodePublishVolume(publish(target).build());
    }
    var stats =
        node()
            .nodeGetVolumeStats(
                NodeGetVolumeStatsRequest.newBuilder()
                    .setVolumeId(NodeRig.VOLUME)
                    .setVolumePath(target)
                    .build());
    assertThat(stats.getUsageList())
        .extracting(VolumeUsage::getUnit)
        .containsExactly(VolumeUsage.Unit.BYTES, VolumeUsage.Unit.INODES);
    rig.kernel.fabrics().grow(rig.leg.nqn().value(), 2 * NodeRig.SIZE);
    assertThat(
            node()
                .nodeExpandVolume(
                    NodeExpandVolumeRequest.newBuilder()
                        .setVolumeId(NodeRig.VOLUME)
                        .setVolumePath(target)
                        .setCapacityRange(
                            CapacityRange.newBuilder().setRequiredBytes(2 * NodeRig.SIZE))
                        .build())
                .getCapacityBytes())
        .isEqualTo(2 * NodeRig.SIZE);
    var _ =
        node()
            .nodeUnpublishVolume(
                NodeUnpublishVolumeRequest.newBuilder()
                    .setVolumeId(NodeRig.VOLUME)
                    .setTargetPath(target)
                    .build());
    var _ =
        node()
            .nodeUnstageVolume(
                NodeUnstageVolumeRequest.newBuilder()
                    .setVolumeId(NodeRig.VOLUME)
                    .setStagingTargetPath(rig.stagingPath())
                    .build());
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    assertThat(rig.kernel.mounts().lines()).isEmpty();
    assertThat(Path.of(target)).doesNotExist();
    assertThat(rig.cluster.attachments.get(NodeRig.VOLUME).getStatus().staged()).isFalse();
  }

  @Test
  void missingFieldsComeBeforeExistence() {
    assertThat(
            code(() ->
                node()
                    .nodeStageVolume(stage().setVolumeId("fake").clearVolumeCapability().build())))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(code(() -> node().nodeStageVolume(stage().setVolumeId("fake-vol-id").build())))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(
            code(() -> node().nodeGetVolumeStats(NodeGetVolumeStatsRequest.getDefaultInstance())))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(
            code(() ->
                node()
                    .nodeGetVolumeStats(
                        NodeGetVolumeStatsRequest.newBuilder().setVolumeId("x").build())))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(
            code(() ->
                node()
                    .nodeGetVolumeStats(
                        NodeGetVolumeStatsRequest.newBuilder()
                            .setVolumeId("fake-vol-id")
                            .setVolumePath("some/path")
                            .build())))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(
            code(() ->
                node()
                    .nodeExpandVolume(
                        NodeExpandVolumeRequest.newBuilder()
                            .setVolumeId("fake-vol-id")
                            .setVolumePath("/x")
                            .build())))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(code(() -> node().nodeUnstageVolume(NodeUnstageVolumeRequest.getDefaultInstance())))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(
            code(() -> node().nodeUnpublishVolume(NodeUnpublishVolumeRequest.getDefaultInstance())))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void itSaysWhoItIsAndWhatItCanDo() {
    var info = node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
    assertThat(info.getNodeId()).isEqualTo(NodeRig.NODE);
    assertThat(info.getAccessibleTopology().getSegmentsMap())
        .containsEntry("csi.liteio.dev/node", NodeRig.NODE);
    assertThat(
            node()
                .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(each -> each.getRpc().getType())
        .containsExactlyInAnyOrder(
            RPC.Type.STAGE_UNSTAGE_VOLUME,
            RPC.Type.GET_VOLUME_STATS,
            RPC.Type.EXPAND_VOLUME,
            RPC.Type.SINGLE_NODE_MULTI_WRITER);
    var identity = IdentityGrpc.newBlockingStub(csi.channel());
    assertThat(identity.getPluginInfo(GetPluginInfoRequest.getDefaultInstance()).getName())
        .isEqualTo("csi.liteio.dev");
    assertThat(identity.probe(ProbeRequest.getDefaultInstance()).getReady().getValue()).isTrue();
  }

  @Test
  void theKubeletFindsItTakesItInAndIsToldWhenItGoes() throws Exception {
    Path registration = dir.resolve("plugins_registry/csi.liteio.dev-reg.sock");
    try (var kubelet = new UnixSocketChannel(registration)) {
      var stub = RegistrationGrpc.newBlockingStub(kubelet.channel());
      var info = stub.getInfo(InfoRequest.getDefaultInstance());
      assertThat(info.getType()).isEqualTo("CSIPlugin");
      assertThat(info.getName()).isEqualTo("csi.liteio.dev");
      assertThat(info.getEndpoint()).isEqualTo("/var/lib/kubelet/csi.sock");
      assertThat(info.getSupportedVersionsList()).containsExactly("1.0.0");

      var _ =
          stub.notifyRegistrationStatus(
              RegistrationStatus.newBuilder().setPluginRegistered(true).build());
      assertThat(healthz()).isEqualTo("200 ok");
      var _ =
          stub.notifyRegistrationStatus(
              RegistrationStatus.newBuilder().setError("too old").build());
      assertThat(healthz()).startsWith("503").contains("too old");
    }
    application.close();
    assertThat(registration).doesNotExist();
    assertThat(config.csiSocket()).doesNotExist();
  }

  @Test
  void withoutTheKernelModuleItIsAliveButNotReady() throws Exception {
    Files.delete(dir.resolve("dev/nvme-fabrics"));
    assertThat(healthz()).startsWith("503").contains("nvme-tcp");
    var identity = IdentityGrpc.newBlockingStub(csi.channel());
    assertThat(code(() -> identity.probe(ProbeRequest.getDefaultInstance())))
        .isEqualTo(Code.FAILED_PRECONDITION);
  }

  private String healthz() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var uri =
          URI.create(
              "http://127.0.0.1:%d/healthz".formatted(application.healthPort().orElseThrow()));
      var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  private static Code code(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call).getStatus().getCode();
  }

  private NodeStageVolumeRequest.Builder stage() {
    return NodeStageVolumeRequest.newBuilder()
        .setVolumeId(NodeRig.VOLUME)
        .setStagingTargetPath(rig.stagingPath())
        .putAllPublishContext(rig.context.toMap())
        .setVolumeCapability(NodeRig.mountCapability());
  }

  private NodePublishVolumeRequest.Builder publish(String target) {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(NodeRig.VOLUME)
        .setStagingTargetPath(rig.stagingPath())
        .setTargetPath(target)
        .putAllPublishContext(rig.context.toMap())
        .setVolumeCapability(NodeRig.mountCapability());
  }
}
