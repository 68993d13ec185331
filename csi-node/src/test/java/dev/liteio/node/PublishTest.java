package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.AccessType;
import dev.liteio.failure.AlreadyExists;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.OutOfRange;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandResult;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.node.volume.Usage;
import dev.liteio.node.volume.Use;
import dev.liteio.node.volume.UseMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublishTest {
  @TempDir Path dir;
  private NodeRig rig;

  @BeforeEach
  void rig() throws Exception {
    rig = new NodeRig(dir);
  }

  private void stage(Use use) {
    rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon());
  }

  private void publish(Use use, String target, boolean readOnly) {
    rig.parts().publisher().publish(rig.publishRequest(use, target, readOnly), NodeRig.soon());
  }

  private void unpublish(String target) {
    rig.parts().publisher().unpublish(NodeRig.VOLUME, target, NodeRig.soon());
  }

  private static Use mode(UseMode mode) {
    return new Use(AccessType.MOUNT, mode, "ext4", List.of());
  }

  @ParameterizedTest
  @EnumSource(UseMode.class)
  void aSecondTargetIsForTheModesThatAllowOne(UseMode mode) {
    stage(NodeRig.ext4());
    publish(mode(mode), rig.target("one"), false);
    if (mode.manyTargets()) {
      publish(mode(mode), rig.target("two"), false);
      assertThat(rig.kernel.mounts().lines()).hasSize(3);
    } else {
      assertThatThrownBy(() -> publish(mode(mode), rig.target("two"), false))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining(rig.target("one"));
      unpublish(rig.target("one"));
      publish(mode(mode), rig.target("two"), false);
    }
  }

  @Test
  void theSameTargetAgainIsFineAndOtherwiseItIsNot() {
    stage(NodeRig.ext4());
    for (int i = 0; i < 10; i++) {
      publish(NodeRig.ext4(), rig.target("one"), true);
    }
    assertThat(rig.kernel.mounts().lines()).hasSize(2);
    assertThatThrownBy(() -> publish(NodeRig.ext4(), rig.target("one"), false))
        .isInstanceOf(AlreadyExists.class);
    assertThatThrownBy(() -> publish(NodeRig.block(), rig.target("one"), true))
        .isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void readOnlyTargetsAreReadOnly() {
    stage(NodeRig.ext4());
    publish(NodeRig.ext4(), rig.target("one"), true);
    publish(NodeRig.ext4(), rig.target("two"), false);
    assertThat(rig.kernel.mounts().lines().get(1)).contains(" ro");
    assertThat(rig.kernel.mounts().lines().get(2)).contains(" rw");
  }

  @Test
  void aRawDeviceAppearsAsAFile() {
    stage(NodeRig.block());
    publish(NodeRig.block(), rig.target("dev"), false);
    assertThat(Path.of(rig.target("dev"))).isRegularFile();
    assertThat(rig.kernel.mounts().lines().getFirst()).contains("/nvme0n1").contains("devtmpfs");
    unpublish(rig.target("dev"));
    assertThat(Path.of(rig.target("dev"))).doesNotExist();
  }

  @Test
  void whatIsNotStagedIsNotPublished() {
    assertThatThrownBy(() -> publish(NodeRig.ext4(), rig.target("one"), false))
        .isInstanceOf(FailedPrecondition.class);
    rig.cluster.volumes.clear();
    assertThatThrownBy(() -> publish(NodeRig.ext4(), rig.target("one"), false))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void publishHealsAStageThatBroke() throws Exception {
    stage(NodeRig.ext4());
    rig.kernel.run(Command.of(Duration.ZERO, "umount", rig.stagingPath()));
    NvmeController only = new NvmeTree(rig.config.sys()).controllers().getFirst();
    rig.kernel.disconnect(only, NodeRig.soon());
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    publish(NodeRig.ext4(), rig.target("one"), false);
    assertThat(rig.kernel.fabrics().hosts()).hasSize(1);
    assertThat(rig.kernel.mounts().lines()).hasSize(2);
    assertThat(rig.kernel.ran("mkfs.ext4")).hasSize(1);
  }

  @Test
  void unpublishingWhatWasNeverPublishedRemovesTheTarget() throws Exception {
    Files.createDirectories(Path.of(rig.target("one")));
    unpublish(rig.target("one"));
    unpublish(rig.target("one"));
    assertThat(Path.of(rig.target("one"))).doesNotExist();
  }

  @Test
  void whatIsNoneOfOursIsNeitherUnmountedNorRemoved() throws Exception {
    Path data = Files.createDirectories(Path.of(rig.target("data")));
    Files.writeString(data.resolve("file"), "x");
    assertThatThrownBy(() -> unpublish(data.toString())).isInstanceOf(FailedPrecondition.class);
    assertThat(data.resolve("file")).hasContent("x");
    assertThatThrownBy(() -> unpublish(data.resolve("file").toString()))
        .isInstanceOf(FailedPrecondition.class);
    rig.kernel.mounts().addForeign("/home");
    assertThatThrownBy(() -> unpublish("/home")).isInstanceOf(FailedPrecondition.class);
    assertThatThrownBy(() -> unpublish("/")).isInstanceOf(FailedPrecondition.class);
    assertThat(rig.kernel.ran("umount")).isEmpty();
  }

  @Test
  void aTargetThatHoldsSomethingElseIsNotTouched() throws Exception {
    stage(NodeRig.ext4());
    rig.kernel.mounts().addForeign(rig.target("one"));
    assertThatThrownBy(() -> publish(NodeRig.ext4(), rig.target("one"), false))
        .isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void aBusyMountIsTriedAgainLater() {
    stage(NodeRig.ext4());
    rig.kernel.script("umount", new CommandResult(32, "", "umount: /x: target is busy.\n"));
    assertThatThrownBy(
            () -> rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("busy");
    assertThat(rig.kernel.fabrics().hosts()).hasSize(1);
  }

  @Test
  void statsOfAFileSystemCountBytesAndInodes() {
    stage(NodeRig.ext4());
    publish(NodeRig.ext4(), rig.target("one"), false);
    assertThat(rig.parts().usage().of(NodeRig.VOLUME, rig.target("one"), NodeRig.soon()))
        .containsExactly(
            new Usage.Count(4096 * 1000, 4096 * 400, 4096 * 500), new Usage.Count(200, 50, 150));
  }

  @Test
  void statsOfARawDeviceCountItsBytes() {
    stage(NodeRig.block());
    publish(NodeRig.block(), rig.target("dev"), false);
    assertThat(rig.parts().usage().of(NodeRig.VOLUME, rig.target("dev"), NodeRig.soon()))
        .containsExactly(new Usage.Count(NodeRig.SIZE, 0, 0));
  }

  @Test
  void statsOfAnUnknownVolumeOrPathAreNotFound() {
    stage(NodeRig.ext4());
    var usage = rig.parts().usage();
    assertThatThrownBy(() -> usage.of("fake-vol-id", "some/path", NodeRig.soon()))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> usage.of(NodeRig.VOLUME, "some/path", NodeRig.soon()))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> usage.of(NodeRig.VOLUME, "/", NodeRig.soon()))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aLargerDiskGrowsItsFileSystemOnce() throws Exception {
    stage(NodeRig.ext4());
    publish(NodeRig.ext4(), rig.target("one"), false);
    rig.kernel.fabrics().grow(rig.leg.nqn().value(), 2 * NodeRig.SIZE);
    for (int i = 0; i < 3; i++) {
      assertThat(expand(2 * NodeRig.SIZE, 0)).isEqualTo(2 * NodeRig.SIZE);
    }
    assertThat(rig.kernel.ran("resize2fs")).hasSize(1);
    assertThat(FakeKernel.content(rig.export.backing()).orElseThrow().sizeBytes())
        .isEqualTo(2 * NodeRig.SIZE);
  }

  @Test
  void aRawDeviceNeedsNoTool() throws Exception {
    stage(NodeRig.block());
    publish(NodeRig.block(), rig.target("one"), false);
    rig.kernel.fabrics().grow(rig.leg.nqn().value(), 2 * NodeRig.SIZE);
    assertThat(expand(2 * NodeRig.SIZE, 0)).isEqualTo(2 * NodeRig.SIZE);
    assertThat(rig.kernel.ran("resize2fs")).isEmpty();
  }

  @Test
  void aDiskThatDoesNotGrowInTimeIsUnavailableAndItsControllerWasNudged() throws Exception {
    stage(NodeRig.ext4());
    publish(NodeRig.ext4(), rig.target("one"), false);
    assertThatThrownBy(() ->
            rig.parts()
                .expander()
                .expand(NodeRig.VOLUME, rig.target("one"), 2 * NodeRig.SIZE, 0, NodeRig.brief()))
        .isInstanceOf(Unavailable.class);
    assertThat(dir.resolve("sys/class/nvme/nvme0/rescan_controller")).hasContent("1");
  }

  @Test
  void aDiskBeyondTheLimitIsOutOfRange() {
    stage(NodeRig.ext4());
    publish(NodeRig.ext4(), rig.target("one"), false);
    assertThatThrownBy(() -> expand(0, NodeRig.SIZE / 2)).isInstanceOf(OutOfRange.class);
  }

  @Test
  void expandingWhatIsNotHereIsNotFound() {
    assertThatThrownBy(() -> expand(0, 0)).isInstanceOf(NotFound.class);
    stage(NodeRig.ext4());
    assertThatThrownBy(() -> expand(0, 0)).isInstanceOf(NotFound.class);
  }

  @Test
  void aFileSystemSmallerThanItsDiskIsGrownWhenItIsStaged() throws Exception {
    stage(NodeRig.ext4());
    rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
    rig.kernel.fabrics().grow(rig.leg.nqn().value(), 2 * NodeRig.SIZE);
    stage(NodeRig.ext4());
    assertThat(rig.kernel.ran("resize2fs")).hasSize(1);
  }

  @Test
  void xfsGoesTheSameWay() throws Exception {
    var xfs = new Use(AccessType.MOUNT, UseMode.SINGLE_NODE_WRITER, "xfs", List.of());
    stage(xfs);
    publish(xfs, rig.target("one"), false);
    rig.kernel.fabrics().grow(rig.leg.nqn().value(), 2 * NodeRig.SIZE);
    assertThat(expand(2 * NodeRig.SIZE, 0)).isEqualTo(2 * NodeRig.SIZE);
    assertThat(rig.kernel.ran("mkfs.xfs")).hasSize(1);
    assertThat(rig.kernel.ran("xfs_growfs")).hasSize(1);
  }

  private long expand(long required, long most) {
    return rig.parts()
        .expander()
        .expand(NodeRig.VOLUME, rig.target("one"), required, most, NodeRig.soon());
  }
}
