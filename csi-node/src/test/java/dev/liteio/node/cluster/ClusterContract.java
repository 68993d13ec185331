package dev.liteio.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentSpec;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.FilesystemState;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.PathStatus;
import dev.liteio.crd.Provision;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.Unavailable;
import dev.liteio.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every Cluster does. */
abstract class ClusterContract {
  private static final FilesystemRecord FORMATTING =
      new FilesystemRecord(FilesystemState.FORMATTING, "ext4", "u-1");
  private static final FilesystemRecord FORMATTED =
      new FilesystemRecord(FilesystemState.FORMATTED, "ext4", "u-1");
  private static final FilesystemRecord OTHER =
      new FilesystemRecord(FilesystemState.FORMATTING, "ext4", "u-2");

  abstract Cluster cluster();

  abstract void create(Volume volume);

  abstract void create(LogicalVolume volume);

  /** Creates it and returns its uid. */
  abstract String create(Attachment attachment);

  @Test
  void anApiThatAnswersIsReachable() {
    assertThat(cluster().isReachable()).isTrue();
  }

  @Test
  void whatIsNotThereIsAbsent() {
    assertThat(cluster().volume("pvc-9")).isEmpty();
    assertThat(cluster().attachment("pvc-9")).isEmpty();
    assertThat(cluster().logicalVolume("pvc-9")).isEmpty();
    assertThatThrownBy(() -> cluster().recordFilesystem("pvc-9", null, FORMATTING))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void theLogicalVolumesOfAVolumeAreListed() {
    create(logicalVolume("pvc-4", 1));
    create(logicalVolume("pvc-4", 2));
    create(logicalVolume("pvc-5", 1));
    assertThat(cluster().logicalVolumesOf("pvc-4"))
        .extracting(each -> each.getMetadata().getName())
        .containsExactlyInAnyOrder("pvc-4-1", "pvc-4-2");
    assertThat(cluster().logicalVolumesOf("pvc-6")).isEmpty();
  }

  @Test
  void aFileSystemIsRecordedStepByStepAndAgain() {
    create(volume("pvc-1"));
    assertThat(filesystem("pvc-1")).isNull();
    for (int time = 0; time < 2; time++) {
      cluster().recordFilesystem("pvc-1", null, FORMATTING);
      assertThat(filesystem("pvc-1")).isEqualTo(FORMATTING);
    }
    cluster().recordFilesystem("pvc-1", FORMATTING, FORMATTED);
    assertThat(filesystem("pvc-1")).isEqualTo(FORMATTED);
    assertThat(cluster().volume("pvc-1").orElseThrow().getSpec().sizeBytes()).isEqualTo(1 << 20);
  }

  @Test
  void whatSomebodyElseRecordedIsNeverOverwritten() {
    create(volume("pvc-2"));
    cluster().recordFilesystem("pvc-2", null, OTHER);
    assertThatThrownBy(() -> cluster().recordFilesystem("pvc-2", null, FORMATTING))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> cluster().recordFilesystem("pvc-2", FORMATTING, FORMATTED))
        .isInstanceOf(Unavailable.class);
    assertThat(filesystem("pvc-2")).isEqualTo(OTHER);
  }

  @Test
  void aReportIsWrittenToThatVeryAttachmentAlone() {
    String uid = create(attachment("pvc-3"));
    var path = new PathStatus(0, "tcp://10.0.0.7:4420", PathStatus.LIVE, "optimized");
    var status = new AttachmentStatus(1L, true, "/dev/nvme0n1", List.of(path), null);
    cluster().report("pvc-3", "another uid", status);
    assertThat(cluster().attachment("pvc-3").orElseThrow().getStatus()).isNull();
    cluster().report("pvc-3", uid, status);
    AttachmentStatus written = cluster().attachment("pvc-3").orElseThrow().getStatus();
    assertThat(written.staged()).isTrue();
    assertThat(Conditions.holds(written.conditions(), Conditions.READY)).isTrue();
    cluster().report("pvc-nothing", uid, status);
  }

  private FilesystemRecord filesystem(String volume) {
    var status = cluster().volume(volume).orElseThrow().getStatus();
    return status == null ? null : status.filesystem();
  }

  private static Volume volume(String name) {
    var volume = new Volume();
    volume.setMetadata(new ObjectMetaBuilder().withName(name).build());
    volume.setSpec(
        new VolumeSpec(
            name, 1 << 20, Map.of(), null, null, List.of(new VolumeLeg(0, "u", 1 << 20))));
    return volume;
  }

  private static LogicalVolume logicalVolume(String volume, int attempt) {
    var made = new LogicalVolume();
    made.setMetadata(
        new ObjectMetaBuilder()
            .withName(volume + "-" + attempt)
            .addToLabels(Group.VOLUME_LABEL, volume)
            .build());
    made.setSpec(
        new LogicalVolumeSpec(
            volume, 0, "p", "n", "u", "lv", 1, false, 0, Provision.EXISTING, null, null));
    return made;
  }

  private static Attachment attachment(String name) {
    var attachment = new Attachment();
    attachment.setMetadata(new ObjectMetaBuilder().withName(name).build());
    attachment.setSpec(
        new AttachmentSpec(
            name, "node-a", "h", Access.READ_WRITE, "SINGLE_NODE_WRITER", AccessType.MOUNT, null));
    return attachment;
  }
}
