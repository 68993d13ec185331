package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodeExpandVolumeRequest;
import csi.v1.NodeGetVolumeStatsRequest;
import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.NodeUnstageVolumeRequest;
import dev.liteio.rpc.UnixSocketChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is as long as CSI allows is taken; what is longer, or no id of ours, is told so. */
@Timeout(300)
class RequestLimitsIT {
  private static final int MAP_LIMIT = 4096;
  private static final int PATH_LIMIT = 4095;

  @TempDir Path dir;
  private NodeRig rig;
  private NodeApplication application;
  private UnixSocketChannel csi;

  @BeforeEach
  void start() throws Exception {
    rig = new NodeRig(dir);
    application = new NodeApplication(rig.config, rig.cluster, rig.kernel, rig.kernel);
    application.start();
    csi = new UnixSocketChannel(rig.config.csiSocket());
  }

  @AfterEach
  void stop() {
    csi.close();
    application.close();
  }

  private NodeGrpc.NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(csi.channel());
  }

  private static Code code(Callable<?> call) throws Exception {
    try {
      var _ = call.call();
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void mapsOf4KibibytesAreTakenAndLargerOnesRefused() throws Exception {
    String key = "storage.kubernetes.io/csiProvisionerIdentity";
    String most = "v".repeat(MAP_LIMIT - key.length());
    for (String value : List.of(most, most + "v")) {
      Code expected = value.equals(most) ? Code.OK : Code.INVALID_ARGUMENT;
      assertThat(code(() -> node().nodeStageVolume(stage().putVolumeContext(key, value).build())))
          .as("volume_context")
          .isEqualTo(expected);
      assertThat(code(() -> node().nodeStageVolume(stage().putSecrets(key, value).build())))
          .as("secrets")
          .isEqualTo(expected);
      var publish = publish(rig.target("one")).putVolumeContext(key, value).build();
      assertThat(code(() -> node().nodePublishVolume(publish)))
          .as("volume_context of a publish")
          .isEqualTo(expected);
    }
  }

  @Test
  void aPathMayBeAsLongAsTheSystemTakesAndNoLonger() throws Exception {
    var _ = node().nodeStageVolume(stage().build());
    String longest = longPath(rig.target("p"), PATH_LIMIT);
    assertThat(code(() -> node().nodePublishVolume(publish(longest).build()))).isEqualTo(Code.OK);
    assertThat(code(() -> node().nodeUnpublishVolume(unpublish(NodeRig.VOLUME, longest))))
        .isEqualTo(Code.OK);
    assertThat(Path.of(longest)).doesNotExist();

    String tooLong = longPath(rig.target("p"), PATH_LIMIT + 1);
    String longName = rig.target("n".repeat(256));
    for (String path : List.of(tooLong, longName)) {
      assertThat(code(() -> node().nodePublishVolume(publish(path).build())))
          .isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(code(() -> node().nodeUnpublishVolume(unpublish(NodeRig.VOLUME, path))))
          .isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(code(() -> node().nodeStageVolume(stage().setStagingTargetPath(path).build())))
          .isEqualTo(Code.INVALID_ARGUMENT);
    }
  }

  /** That many bytes, in names that every file system takes. */
  private static String longPath(String start, int bytes) {
    StringBuilder path = new StringBuilder(start);
    while (path.length() < bytes) {
      path.append(path.length() % 200 == 0 && path.length() < bytes - 1 ? '/' : 'p');
    }
    return path.toString();
  }

  @Test
  void anOddVolumeIdNamesNothing() throws Exception {
    // what lies beside the records is none of them
    Files.createDirectories(rig.config.stateDirectory());
    Files.writeString(dir.resolve("outside.json"), "not a record");
    for (String id :
        List.of(
            "fake-vol-id",
            "Mixed-Case",
            "with blank",
            "a/b",
            "..",
            "../outside",
            "pvc-%2e%2e",
            "\u20ac",
            "line\nbreak",
            "\0",
            "x".repeat(10_000))) {
      for (Callable<?> call : callsThatNeed(id)) {
        assertThat(code(call)).as("'%s'", id).isEqualTo(Code.NOT_FOUND);
      }
      assertThat(code(() -> node().nodeUnpublishVolume(unpublish(id, rig.target("none")))))
          .as("unpublish '%s'", id)
          .isEqualTo(Code.OK);
      assertThat(code(() -> node().nodeUnstageVolume(unstage(id))))
          .as("unstage '%s'", id)
          .isEqualTo(Code.OK);
    }
  }

  private List<Callable<?>> callsThatNeed(String id) {
    return List.of(
        () -> node().nodeStageVolume(stage().setVolumeId(id).build()),
        () -> node().nodePublishVolume(publish(rig.target("none")).setVolumeId(id).build()),
        () ->
            node()
                .nodeGetVolumeStats(
                    NodeGetVolumeStatsRequest.newBuilder()
                        .setVolumeId(id)
                        .setVolumePath("some/path")
                        .build()),
        () ->
            node()
                .nodeExpandVolume(
                    NodeExpandVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setVolumePath("/x")
                        .build()));
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

  private static NodeUnpublishVolumeRequest unpublish(String volume, String target) {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setTargetPath(target)
        .build();
  }

  private NodeUnstageVolumeRequest unstage(String volume) {
    return NodeUnstageVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setStagingTargetPath(rig.stagingPath())
        .build();
  }
}
