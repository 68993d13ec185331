package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.FilesystemState;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.failure.AlreadyExists;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.command.CommandResult;
import dev.liteio.node.nvme.NvmeCli;
import dev.liteio.node.volume.Stager;
import dev.liteio.node.volume.Use;
import dev.liteio.node.volume.UseMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No bytes of anybody are ever written over, and no writes of a revoked host ever land. */
class DataSafetyTest {
  private static final String STRANGER =
      "nqn.2014-08.org.nvmexpress:uuid:99999999-2222-4333-8444-555555555555";

  @TempDir Path dir;
  private NodeRig rig;

  @BeforeEach
  void rig() throws Exception {
    rig = new NodeRig(dir);
  }

  private void stage(Use use) {
    rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon());
  }

  private void unstage() {
    rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
  }

  @Test
  void dataThatNobodyRecordedIsNotFormatted() throws Exception {
    FakeSuperblock.write(
        rig.export.backing(), "precious".getBytes(StandardCharsets.UTF_8), NodeRig.SIZE / 2);
    byte[] before = Files.readAllBytes(rig.export.backing());
    assertThatThrownBy(() -> stage(NodeRig.ext4()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("holds data");
    assertThat(Files.readAllBytes(rig.export.backing())).isEqualTo(before);
    assertThat(rig.cluster.recorded(NodeRig.VOLUME)).isNull();
    assertThat(rig.kernel.ran("mkfs.ext4")).isEmpty();
  }

  @Test
  void aRefusalIsFinalSoItLeavesNothingBehind() throws Exception {
    FakeSuperblock.write(rig.export.backing(), new byte[] {1}, 0);
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(FailedPrecondition.class);
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    assertThat(rig.staged().all()).isEmpty();
  }

  @Test
  void aFileSystemThatNobodyRecordedIsAdopted() throws Exception {
    UUID uuid = UUID.randomUUID();
    FakeSuperblock.ext4(rig.export.backing(), uuid, NodeRig.SIZE);
    stage(NodeRig.ext4());
    assertThat(rig.kernel.ran("mkfs.ext4")).isEmpty();
    var record = rig.cluster.recorded(NodeRig.VOLUME);
    assertThat(record.state()).isEqualTo(FilesystemState.FORMATTED);
    assertThat(record.uuid()).isEqualTo(uuid.toString());
    assertThat(rig.kernel.mounts().lines()).hasSize(1);
  }

  @Test
  void aFileSystemThatIsGoneIsReportedAndNotMadeAgain() throws Exception {
    stage(NodeRig.ext4());
    unstage();
    FakeSuperblock.write(rig.export.backing(), new byte[4096], 0);
    rig.kernel.forgetRan();
    assertThatThrownBy(() -> stage(NodeRig.ext4()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("LOST");
    assertThat(rig.kernel.ran("mkfs.ext4")).isEmpty();
    assertThat(rig.kernel.mounts().lines()).isEmpty();
  }

  @Test
  void aDeviceThatCannotBeReadIsNotBlank() throws Exception {
    Files.delete(rig.export.backing());
    Files.createDirectory(rig.export.backing());
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(Unavailable.class);
    assertThat(rig.kernel.ran("mkfs.ext4")).isEmpty();
    assertThat(rig.cluster.recorded(NodeRig.VOLUME)).isNull();
  }

  @Test
  void mkfsWaitsUntilItsRecordIsWritten() {
    rig.crash.armed(Integer.MAX_VALUE);
    rig.kernel.script("mkfs.ext4", new CommandResult(1, "", "mkfs.ext4: Input/output error"));
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(Unavailable.class);
    var record = rig.cluster.recorded(NodeRig.VOLUME);
    assertThat(record.state()).isEqualTo(FilesystemState.FORMATTING);
    assertThat(rig.kernel.mounts().lines()).isEmpty();
    rig.kernel.unscript("mkfs.ext4");
    stage(NodeRig.ext4());
    assertThat(rig.cluster.recorded(NodeRig.VOLUME).uuid()).isEqualTo(record.uuid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aRestoredBackupThatKnowsOfABegunMkfsAloneCostsNoData(String type) throws Exception {
    var use = new Use(AccessType.MOUNT, UseMode.SINGLE_NODE_MULTI_WRITER, type, List.of());
    stage(use);
    unstage();
    byte[] before = Files.readAllBytes(rig.export.backing());
    var made = rig.cluster.recorded(NodeRig.VOLUME);
    rig.cluster
        .volumes
        .get(NodeRig.VOLUME)
        .setStatus(
            new VolumeStatus(
                null,
                null,
                null,
                new FilesystemRecord(FilesystemState.FORMATTING, type, made.uuid()),
                null));
    rig.kernel.forgetRan();
    stage(use);
    assertThat(rig.kernel.ran("mkfs." + type)).isEmpty();
    assertThat(rig.cluster.recorded(NodeRig.VOLUME)).isEqualTo(made);
    assertThat(Files.readAllBytes(rig.export.backing())).isEqualTo(before);
  }

  @Test
  void aMkfsThatLiesIsNotBelieved() {
    rig.kernel.script("mkfs.ext4", new CommandResult(0, "", ""));
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(Unavailable.class);
    assertThat(rig.cluster.recorded(NodeRig.VOLUME).state()).isEqualTo(FilesystemState.FORMATTING);
    assertThat(rig.kernel.mounts().lines()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = UseMode.class,
      names = {
        "MULTI_NODE_READER_ONLY",
        "MULTI_NODE_SINGLE_WRITER",
        "MULTI_NODE_MULTI_WRITER",
        "SINGLE_NODE_READER_ONLY"
      })
  void aFileSystemIsNotMadeWhereOthersMayHaveItOrNothingMayBeWritten(UseMode mode) {
    var use = new Use(AccessType.MOUNT, mode, "ext4", List.of());
    assertThatThrownBy(() -> stage(use)).isInstanceOf(FailedPrecondition.class);
    assertThat(rig.kernel.ran("mkfs.ext4")).isEmpty();
    assertThat(rig.cluster.recorded(NodeRig.VOLUME)).isNull();
  }

  @Test
  void aReadOnlyAttachmentIsMountedReadOnlyAndNotGrown() throws Exception {
    FakeSuperblock.ext4(rig.export.backing(), UUID.randomUUID(), NodeRig.SIZE / 2);
    rig.attach("uid-2", Access.READ_ONLY);
    stage(NodeRig.ext4());
    assertThat(rig.kernel.mounts().lines().getFirst()).contains(" ro,");
    assertThat(rig.kernel.ran("resize2fs")).isEmpty();
  }

  @Test
  void theKernelRefusesWritesToWhatIsReadOnlyBeforeAnythingElseTouchesIt() throws Exception {
    FakeSuperblock.ext4(rig.export.backing(), UUID.randomUUID(), NodeRig.SIZE);
    rig.attach("uid-2", Access.READ_ONLY);
    stage(NodeRig.ext4());
    assertThat(rig.kernel.ran())
        .extracting(List::getFirst)
        .containsExactly("nvme", "blockdev", "mount");
    assertThat(rig.kernel.ran("blockdev").getFirst()).contains("--setro");
  }

  @Test
  void aRequestWithoutAFileSystemGetsTheVolumesOwn() {
    var volume = rig.cluster.volumes.get(NodeRig.VOLUME);
    var spec = volume.getSpec();
    volume.setSpec(
        new VolumeSpec(
            spec.csiName(),
            spec.sizeBytes(),
            Map.of("fsType", "xfs", "mkfsOptions", "-d agcount=2"),
            null,
            null,
            spec.legs()));
    stage(new Use(AccessType.MOUNT, UseMode.SINGLE_NODE_WRITER, "", List.of()));
    assertThat(rig.kernel.ran("mkfs.xfs").getFirst()).containsSequence("-d", "agcount=2");
    assertThat(rig.cluster.recorded(NodeRig.VOLUME).type()).isEqualTo("xfs");
    stage(new Use(AccessType.MOUNT, UseMode.SINGLE_NODE_WRITER, "", List.of()));
    assertThat(rig.kernel.mounts().lines()).hasSize(1);
  }

  @Test
  void controllersInAnotherNameGoBeforeOursComes() throws Exception {
    rig.export.allow(STRANGER, true);
    rig.kernel.fabrics().connected(rig.leg.nqn().value(), STRANGER, "traddr=10.0.0.7,trsvcid=4420");
    rig.kernel.fabrics().connected(rig.leg.nqn().value(), STRANGER, "traddr=10.0.0.8,trsvcid=4420");
    stage(NodeRig.ext4());
    assertThat(rig.kernel.fabrics().hosts()).containsExactly(rig.context.host().nqn().value());
    assertThat(rig.kernel.ran())
        .extracting(List::getFirst)
        .startsWith("disconnect", "disconnect", "nvme");
  }

  @Test
  void theConnectionIsMadeWithEveryOptionItNeeds() {
    stage(NodeRig.block());
    assertThat(rig.kernel.ran("nvme"))
        .containsExactly(
            List.of(
                "nvme",
                "connect",
                "-t",
                "tcp",
                "-a",
                "10.0.0.7",
                "-s",
                "4420",
                "-n",
                rig.leg.nqn().value(),
                "-q",
                rig.context.host().nqn().value(),
                "-I",
                rig.context.host().hostId(),
                "--keep-alive-tmo=5",
                "--reconnect-delay=2",
                "--ctrl-loss-tmo=-1"));
  }

  @Test
  void nvmeCliIsLaunchedWhereItFindsNoDisks() {
    stage(NodeRig.block());
    assertThat(rig.kernel.launched("nvme")).containsExactly(NvmeCli.WITHOUT_DISKS);
  }

  @Test
  void aVolumeThatComesBackInANewNameLeavesTheOldOneFirst() throws Exception {
    stage(NodeRig.ext4());
    String before = rig.context.host().nqn().value();
    rig.revoke();
    rig.attach("uid-2", Access.READ_WRITE);
    stage(NodeRig.ext4());
    assertThat(rig.kernel.fabrics().hosts())
        .containsExactly(rig.context.host().nqn().value())
        .doesNotContain(before);
    assertThat(rig.kernel.mounts().lines()).hasSize(1);
    assertThat(rig.kernel.ran("mkfs.ext4")).hasSize(1);
  }

  @Test
  void aRevokedAttachmentIsNotStaged() throws Exception {
    var request = rig.stageRequest(NodeRig.ext4());
    rig.revoke();
    assertThatThrownBy(() -> rig.parts().stager().stage(request, NodeRig.soon()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("revoked");
    rig.attach("uid-2", Access.READ_WRITE);
    assertThatThrownBy(() -> rig.parts().stager().stage(request, NodeRig.soon()))
        .isInstanceOf(FailedPrecondition.class);
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void anAttachmentThatIsBeingUnpublishedCountsAsRevoked() {
    rig.orderRevocation();
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void anAttachmentThatWasDeletedByMistakeIsStagedAsEver() {
    rig.deleteAttachmentByMistake();
    stage(NodeRig.ext4());
  }

  @Test
  void aTargetThatIsAwayIsUnavailableAndNotFinal() {
    rig.export.reachable(false);
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(Unavailable.class);
    rig.export.reachable(true);
    rig.export.allow(rig.context.host().nqn().value(), false);
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(Unavailable.class);
    rig.export.allow(rig.context.host().nqn().value(), true);
    stage(NodeRig.ext4());
  }

  @Test
  void aPathThatNeverComesUpEndsAtTheDeadline() throws Exception {
    stage(NodeRig.block());
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    assertThatThrownBy(
            () -> rig.parts().stager().stage(rig.stageRequest(NodeRig.block()), NodeRig.brief()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("connecting");
  }

  @Test
  void whatSomebodyElseMountedAtTheStagingPathIsNotTouched() throws Exception {
    rig.kernel.mounts().addForeign(rig.stagingPath());
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(FailedPrecondition.class);
    assertThat(rig.kernel.ran("umount")).isEmpty();
    assertThat(rig.kernel.ran("mkfs.ext4")).isEmpty();
  }

  @Test
  void stagedOtherwiseIsAlreadyExists() {
    stage(NodeRig.ext4());
    assertThatThrownBy(() -> stage(NodeRig.block())).isInstanceOf(AlreadyExists.class);
    var elsewhere =
        new Stager.Request(NodeRig.VOLUME, rig.context, rig.stagingPath() + "2", NodeRig.ext4());
    assertThatThrownBy(() -> rig.parts().stager().stage(elsewhere, NodeRig.soon()))
        .isInstanceOf(AlreadyExists.class);
    assertThat(rig.kernel.mounts().lines()).hasSize(1);
  }

  @Test
  void stagedTenTimesIsStagedOnce() {
    for (int i = 0; i < 10; i++) {
      stage(NodeRig.ext4());
    }
    assertThat(rig.kernel.ran())
        .extracting(List::getFirst)
        .containsExactly("nvme", "mkfs.ext4", "mount");
  }

  @Test
  void aVolumeThatDoesNotExistIsNotFound() {
    rig.cluster.volumes.clear();
    assertThatThrownBy(() -> stage(NodeRig.ext4())).isInstanceOf(NotFound.class);
  }
}
