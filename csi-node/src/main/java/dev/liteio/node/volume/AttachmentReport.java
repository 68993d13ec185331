package dev.liteio.node.volume;

import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.PathStatus;
import dev.liteio.failure.VolumeException;
import dev.liteio.node.cluster.Cluster;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeDisk;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attachment.status: what this node sees of a volume. For people and for later decisions of the
 * controller; a report that cannot be written is made again by the next look.
 */
public final class AttachmentReport {
  private static final Logger log = LoggerFactory.getLogger(AttachmentReport.class);
  private static final int ONLY_LEG = 0;

  private final Cluster cluster;
  private final Machine machine;

  /** Reports to {@code cluster} what {@code machine} shows. */
  public AttachmentReport(Cluster cluster, Machine machine) {
    this.cluster = cluster;
    this.machine = machine;
  }

  /** It is staged, on that disk. */
  public void staged(StagedVolume volume, NvmeDisk disk, long generation) {
    String node = machine.connection().node(disk).toString();
    write(volume, new AttachmentStatus(generation, true, node, paths(volume), null));
  }

  /** Nothing of it is left here. */
  public void unstaged(StagedVolume volume) {
    write(volume, new AttachmentStatus(null, false, null, List.of(), null));
  }

  private List<PathStatus> paths(StagedVolume volume) {
    return machine.connection().controllers(volume.leg()).stream().map(this::path).toList();
  }

  private PathStatus path(NvmeController controller) {
    return new PathStatus(
        ONLY_LEG,
        controller.endpoint(),
        controller.state(),
        machine.tree().anaState(controller.name()).orElse(null));
  }

  private void write(StagedVolume volume, AttachmentStatus status) {
    try {
      cluster.report(volume.attachment(), volume.attachmentUid(), status);
    } catch (VolumeException e) {
      log.warn("attachment={} status not written: {}", volume.attachment(), e.explanation());
    }
  }
}
