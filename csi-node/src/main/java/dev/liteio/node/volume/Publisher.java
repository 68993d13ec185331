package dev.liteio.node.volume;

import dev.liteio.failure.AlreadyExists;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.NotFound;
import dev.liteio.node.cluster.Cluster;
import dev.liteio.node.mount.Mount;
import dev.liteio.node.mount.MountTable;
import dev.liteio.node.nvme.Hold;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.PublishContext;
import java.util.List;
import java.util.Optional;

/** NodePublishVolume and NodeUnpublishVolume: a bind mount of what is staged. */
public final class Publisher {
  private final Cluster cluster;
  private final Grants grants;
  private final StagedVolumes staged;
  private final Preparation preparation;
  private final Machine machine;

  /** Publishes with these parts. */
  public Publisher(
      Cluster cluster,
      Grants grants,
      StagedVolumes staged,
      Preparation preparation,
      Machine machine) {
    this.cluster = cluster;
    this.grants = grants;
    this.staged = staged;
    this.preparation = preparation;
    this.machine = machine;
  }

  /**
   * What is asked.
   *
   * @param volume the volume id
   * @param context what ControllerPublishVolume answered
   * @param stagingPath where it is staged
   * @param target where it has to appear
   * @param use as what
   * @param readOnly whether nothing may be written through {@code target}
   */
  public record Request(
      String volume,
      PublishContext context,
      String stagingPath,
      String target,
      Use use,
      boolean readOnly) {}

  /**
   * Returns when the volume is at the target.
   *
   * @throws AlreadyExists when it is there otherwise
   * @throws FailedPrecondition when it is not staged, or at another target and the mode allows one
   */
  public void publish(Request request, TimeLimit limit) {
    StagedVolume volume = demandStaged(request);
    Grants.Grant grant = grants.demand(request.volume(), request.context());
    // the kubelet does not stage again for the next Pod on the same node: heal what is broken
    NvmeDisk disk = preparation.ensure(volume, grant, limit);
    MountTable mounts = machine.mounts();
    demandTargetAllowed(volume, request, mounts);
    boolean readOnly = request.readOnly() || volume.readOnly();
    Optional<Mount> there = mounts.at(request.target());
    if (there.isPresent()) {
      demandSame(volume, request, there.get(), disk, readOnly);
      if (readOnly && !there.get().readOnly()) {
        machine.mounter().makeReadOnly(request.target(), limit);
      }
      return;
    }
    staged.write(volume.publishedAt(request.target(), readOnly));
    if (volume.use().isBlock()) {
      TargetPath.createFile(request.target());
    } else {
      TargetPath.createDirectory(request.target());
    }
    limit.check("mounting " + request.target());
    if (volume.use().isBlock()) {
      bindDevice(volume, disk, request.target(), readOnly, limit);
    } else {
      machine.mounter().bind(volume.stagingPath(), request.target(), readOnly, limit);
    }
  }

  private void bindDevice(
      StagedVolume volume, NvmeDisk disk, String target, boolean readOnly, TimeLimit limit) {
    try (Hold _ = machine.connection().hold(volume.leg(), disk, limit)) {
      machine.mounter().bind(machine.connection().node(disk).toString(), target, readOnly, limit);
    }
  }

  /**
   * Returns when nothing is at the target, not even the target.
   *
   * @throws FailedPrecondition when something that is none of ours is mounted there
   */
  public void unpublish(String volume, String target, TimeLimit limit) {
    Optional<StagedVolume> record = staged.find(volume);
    Optional<Mount> there = machine.mounts().at(target);
    while (there.isPresent()) {
      demandOurs(volume, target, there.get(), record);
      limit.check("unmounting " + target);
      machine.mounter().unmount(target, limit);
      there = machine.mounts().at(target);
    }
    TargetPath.remove(target);
    record.ifPresent(each -> staged.write(each.notPublishedAt(target)));
  }

  private StagedVolume demandStaged(Request request) {
    StagedVolume volume = staged.find(request.volume()).orElseThrow(() -> notStaged(request));
    if (!volume.isFor(request.context()) || !volume.stagingPath().equals(request.stagingPath())) {
      throw notStaged(request);
    }
    if (volume.use().type() != request.use().type()) {
      throw new FailedPrecondition(
          "%s: staged as %s (asked for: %s)"
              .formatted(request.volume(), volume.use(), request.use()));
    }
    return volume;
  }

  private RuntimeException notStaged(Request request) {
    return cluster.volume(request.volume()).isEmpty()
        ? new NotFound(request.volume() + ": no such volume")
        : new FailedPrecondition(
            "%s: not staged at %s for this Attachment; stage it first"
                .formatted(request.volume(), request.stagingPath()));
  }

  private static void demandTargetAllowed(StagedVolume volume, Request request, MountTable mounts) {
    List<String> others =
        volume.targets().keySet().stream()
            .filter(target -> !target.equals(request.target()) && mounts.at(target).isPresent())
            .toList();
    if (!others.isEmpty() && !request.use().mode().manyTargets()) {
      throw new FailedPrecondition(
          "%s: published at %s already, and %s allows one target"
              .formatted(request.volume(), others, request.use().mode()));
    }
  }

  private static void demandSame(
      StagedVolume volume, Request request, Mount there, NvmeDisk disk, boolean readOnly) {
    boolean ours = there.device().equals(disk.device()) || there.isNode(disk.name());
    if (!ours) {
      throw new FailedPrecondition(
          "%s: %s is mounted at %s (expected: nothing); unmount it"
              .formatted(request.volume(), there.source(), request.target()));
    }
    Boolean before = volume.targets().get(request.target());
    if (before == null ? there.readOnly() != readOnly : before != readOnly) {
      throw new AlreadyExists(
          "%s: at %s already, with readonly=%s (asked for: %s)"
              .formatted(request.volume(), request.target(), there.readOnly(), readOnly));
    }
  }

  /** A path in a request is only a text: what is not a volume of ours is never unmounted. */
  private void demandOurs(
      String volume, String target, Mount there, Optional<StagedVolume> record) {
    boolean recorded = record.isPresent() && record.get().targets().containsKey(target);
    boolean disk =
        machine.tree().disks().stream()
            .anyMatch(each -> there.device().equals(each.device()) || there.isNode(each.name()));
    if (!recorded && !disk) {
      throw new FailedPrecondition(
          "%s: %s (%s) is mounted at %s and is no volume of ours; not touched"
              .formatted(volume, there.source(), there.type(), target));
    }
  }
}
