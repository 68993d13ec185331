package dev.liteio.node.volume;

import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.Poll;
import dev.liteio.node.mount.Mount;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.rpc.TimeLimit;
import java.util.List;
import java.util.Optional;

/** NodeUnstageVolume: undoes a stage, also half of one, and returns when the kernel has let go. */
public final class Unstager {
  private final Machine machine;
  private final Grants grants;
  private final StagedVolumes staged;
  private final AttachmentReport report;

  /** Unstages with these parts. */
  public Unstager(Machine machine, Grants grants, StagedVolumes staged, AttachmentReport report) {
    this.machine = machine;
    this.grants = grants;
    this.staged = staged;
    this.report = report;
  }

  /**
   * Returns when nothing of that volume is left at {@code stagingPath}; one that was never staged
   * is fine.
   *
   * @throws FailedPrecondition when it is still published somewhere
   * @throws Unavailable when its data is not written back yet: no path to the target is up, or the
   *     file system is still open, and nobody revoked the Attachment
   */
  public void unstage(String volume, String stagingPath, TimeLimit limit) {
    Optional<StagedVolume> before = staged.find(volume);
    if (before.isEmpty()) {
      demandNothingOfOursAt(volume, stagingPath);
      return;
    }
    release(before.get(), limit);
    report.unstaged(before.get());
  }

  /** The same, for what was begun. */
  void release(StagedVolume volume, TimeLimit limit) {
    Grants.Standing standing = grants.standing(volume);
    boolean revoked = standing == Grants.Standing.ENDS || standing == Grants.Standing.GONE;
    if (revoked && !machine.connection().isLive(volume.leg())) {
      // A dirty mount over controllers that will never come back hangs for ever: what is queued
      // must fail first; it is not allowed to land anyway. While the target still serves this host,
      // or will when it is back (an Attachment that was deleted by mistake), what is dirty is
      // written back as ever.
      machine.connection().remove(volume.leg(), limit);
      unmountAll(volume, limit);
    } else {
      demandNotPublished(volume);
      demandPath(volume);
      unmountStaging(volume, limit);
      awaitWriteBack(volume, limit);
      machine.connection().remove(volume.leg(), limit);
    }
    staged.remove(volume.volume());
  }

  private void demandNotPublished(StagedVolume volume) {
    List<String> still =
        volume.targets().keySet().stream()
            .filter(target -> machine.mounts().at(target).isPresent())
            .toList();
    if (!still.isEmpty()) {
      throw new FailedPrecondition(
          "%s: still published at %s; unpublish it first".formatted(volume.volume(), still));
    }
  }

  private void demandPath(StagedVolume volume) {
    List<NvmeController> paths = machine.connection().controllers(volume.leg());
    // of a device nobody can tell whether something of it waits to be written
    boolean inUse = volume.use().isBlock() || isMountedAtStaging(volume) || isWritingBack(volume);
    if (inUse && !paths.isEmpty() && paths.stream().noneMatch(NvmeController::live)) {
      throw new Unavailable(
          "%s: no path to its target is up, so unmounting would hang; paths: %s; repeat the call"
              .formatted(volume.volume(), paths));
    }
  }

  private void unmountStaging(StagedVolume volume, TimeLimit limit) {
    if (isMountedAtStaging(volume)) {
      limit.check("unmounting " + volume.volume());
      machine.mounter().unmount(volume.stagingPath(), limit);
    }
  }

  /** An unmount takes the mount off the table first and writes back after that, however long. */
  private void awaitWriteBack(StagedVolume volume, TimeLimit limit) {
    Poll.untilTrue(
        limit,
        () ->
            "%s to be written back; it is unmounted here, and open on %s still (or mounted in another mount namespace)"
                .formatted(volume.volume(), name(volume)),
        () -> !isWritingBack(volume));
  }

  private String name(StagedVolume volume) {
    return machine.connection().disk(volume.leg()).map(NvmeDisk::name).orElse("no disk");
  }

  private boolean isWritingBack(StagedVolume volume) {
    return machine
        .connection()
        .disk(volume.leg())
        .filter(disk -> machine.tree().hasFilesystem(disk, volume.use().filesystem()))
        .isPresent();
  }

  private void unmountAll(StagedVolume volume, TimeLimit limit) {
    for (String target : volume.targets().keySet()) {
      if (machine.mounts().at(target).isPresent()) {
        machine.mounter().unmount(target, limit);
      }
    }
    unmountStaging(volume, limit);
  }

  /** Whether what is mounted there is this volume, alive or dead; another's mount is left alone. */
  private boolean isMountedAtStaging(StagedVolume volume) {
    if (volume.use().isBlock()) {
      return false;
    }
    Optional<NvmeDisk> disk = machine.connection().disk(volume.leg());
    return machine
        .mounts()
        .at(volume.stagingPath())
        .map(Mount::device)
        .filter(device ->
            machine.tree().isGone(device)
                || disk.filter(each -> each.device().equals(device)).isPresent())
        .isPresent();
  }

  private void demandNothingOfOursAt(String volume, String stagingPath) {
    Optional<Mount> there = machine.mounts().at(stagingPath);
    Optional<NvmeDisk> disk =
        there.flatMap(mount ->
            machine.tree().disks().stream()
                .filter(each -> each.device().equals(mount.device()))
                .findFirst());
    if (disk.isPresent()) {
      throw new FailedPrecondition(
          "%s: %s of subsystem %s is mounted at %s and nothing is recorded about it; unmount it, then write 1 to delete_controller of each of its controllers in /sys/class/nvme"
              .formatted(volume, disk.get().name(), disk.get().subsystem(), stagingPath));
    }
  }
}
