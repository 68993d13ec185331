package dev.liteio.node.volume;

import dev.liteio.failure.FailedPrecondition;
import dev.liteio.node.filesystem.DeviceContent;
import dev.liteio.node.filesystem.FilesystemTools;
import dev.liteio.node.filesystem.FilesystemType;
import dev.liteio.node.filesystem.Formatter;
import dev.liteio.node.mount.Mount;
import dev.liteio.node.mount.MountTable;
import dev.liteio.node.nvme.Hold;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The one way from an Attachment to a usable volume: connected, formatted, mounted, grown. Every
 * step looks first and is absolute, so a crash between any two converges on the next pass.
 */
public final class Preparation {
  private static final long SMALLEST_GROWTH = 1 << 20;

  private final Machine machine;
  private final Formatter formatter;
  private final FilesystemTools tools;

  /** Prepares on {@code machine}. */
  public Preparation(Machine machine, Formatter formatter, FilesystemTools tools) {
    this.machine = machine;
    this.formatter = formatter;
    this.tools = tools;
  }

  /** Does what is still missing; returns the disk. */
  public NvmeDisk ensure(StagedVolume volume, Grants.Grant grant, TimeLimit limit) {
    NvmeDisk disk =
        machine.connection().ensure(volume.leg(), volume.host(), grant.endpoints(), limit);
    if (volume.readOnly()) {
      machine.mounter().writeProtect(machine.connection().node(disk).toString(), limit);
    }
    if (!volume.use().isBlock()) {
      ensureMounted(volume, disk, limit);
      ensureGrown(volume, disk, limit);
    }
    return disk;
  }

  /** Grows the file system to all of its disk, if it covers less. */
  public void ensureGrown(StagedVolume volume, NvmeDisk disk, TimeLimit limit) {
    Path node = machine.connection().node(disk);
    if (volume.readOnly()) {
      return;
    }
    boolean smaller =
        new DeviceContent(node, disk.sizeBytes(), limit)
            .superblock()
            .filter(each -> disk.sizeBytes() - each.sizeBytes() >= SMALLEST_GROWTH)
            .isPresent();
    if (smaller) {
      limit.check("growing the file system of " + volume.volume());
      tools.grow(volume.use().filesystem(), node, volume.stagingPath(), limit);
    }
  }

  private void ensureMounted(StagedVolume volume, NvmeDisk disk, TimeLimit limit) {
    MountTable mounts = machine.mounts();
    Optional<Mount> there = mounts.at(volume.stagingPath());
    if (there.isPresent() && there.get().device().equals(disk.device())) {
      return;
    }
    there.ifPresent(each -> removeDead(volume, each, limit));
    try (Hold _ = machine.connection().hold(volume.leg(), disk, limit)) {
      formatAndMount(volume, disk, mounts, limit);
    }
  }

  private void formatAndMount(
      StagedVolume volume, NvmeDisk disk, MountTable mounts, TimeLimit limit) {
    boolean alone = mounts.of(disk).isEmpty();
    formatter.ensure(
        new Formatter.Device(
            volume.volume(),
            machine.connection().node(disk),
            disk.sizeBytes(),
            alone && volume.use().mode().singleNode() && !volume.readOnly()),
        FilesystemType.parse(volume.use().filesystem()),
        limit);
    directory(volume.stagingPath());
    limit.check("mounting " + volume.volume());
    var options = new ArrayList<>(volume.use().mountFlags());
    if (volume.readOnly()) {
      options.add("ro");
    }
    machine
        .mounter()
        .mount(
            machine.connection().node(disk).toString(),
            volume.stagingPath(),
            volume.use().filesystem(),
            options,
            limit);
  }

  /**
   * A mount whose disk is gone is what a revoked Attachment left: nothing can be read through it.
   */
  private void removeDead(StagedVolume volume, Mount mount, TimeLimit limit) {
    if (!machine.tree().isGone(mount.device())) {
      throw new FailedPrecondition(
          "%s: %s is mounted at %s already (expected: nothing); unmount it"
              .formatted(volume.volume(), mount.source(), volume.stagingPath()));
    }
    machine.mounter().unmount(mount.target(), limit);
  }

  private static void directory(String path) {
    try {
      Files.createDirectories(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
