package dev.liteio.node.volume;

import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.PathStatus;
import dev.liteio.failure.VolumeException;
import dev.liteio.node.cluster.Cluster;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeDisk;
import java.util.List;
import java.util.Optional;
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

  /**
   * What is to be seen of a staged volume on this node, without asking anybody.
   *
   * @param disk its device node
   */
  public record Sight(String disk, List<PathStatus> paths) {
    public Sight {
      paths = List.copyOf(paths);
    }

    /** Whether there are paths, and all are up. */
    public boolean isWhole() {
      return !paths.isEmpty()
          && paths.stream().allMatch(path -> path.state().equals(PathStatus.LIVE));
    }
  }

  /** What is to be seen of it now; empty without a disk. */
  public Optional<Sight> sight(StagedVolume volume) {
    return machine.connection().disk(volume.leg()).map(disk -> sight(volume, disk));
  }

  private Sight sight(StagedVolume volume, NvmeDisk disk) {
    return new Sight(
        machine.connection().node(disk).toString(),
        machine.connection().controllers(volume.leg()).stream().map(this::path).toList());
  }

  /** It is staged, on that disk. */
  public void staged(StagedVolume volume, NvmeDisk disk, long generation) {
    boolean _ = staged(volume, sight(volume, disk), generation);
  }

  /**
   * It is staged, and this is to be seen of it.
   *
   * @return whether the status says so now
   */
  public boolean staged(StagedVolume volume, Sight sight, long generation) {
    return write(volume, new AttachmentStatus(generation, true, sight.disk(), sight.paths(), null));
  }

  /** Nothing of it is left here. */
  public void unstaged(StagedVolume volume) {
    boolean _ = write(volume, new AttachmentStatus(null, false, null, List.of(), null));
  }

  private PathStatus path(NvmeController controller) {
    return new PathStatus(
        ONLY_LEG,
        controller.endpoint(),
        controller.state(),
        machine.tree().anaState(controller.name()).orElse(null));
  }

  private boolean write(StagedVolume volume, AttachmentStatus status) {
    try {
      cluster.report(volume.attachment(), volume.attachmentUid(), status);
      return true;
    } catch (VolumeException e) {
      log.warn("attachment={} status not written: {}", volume.attachment(), e.explanation());
      return false;
    }
  }
}
