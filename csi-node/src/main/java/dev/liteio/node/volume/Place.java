package dev.liteio.node.volume;

import dev.liteio.failure.NotFound;
import dev.liteio.node.mount.Mount;
import dev.liteio.node.sysfs.NvmeDisk;
import java.util.Optional;

/**
 * A volume found at a path.
 *
 * @param volume what was begun with it
 * @param disk its disk
 */
record Place(StagedVolume volume, NvmeDisk disk) {
  /**
   * Finds it.
   *
   * @throws NotFound when this node has not staged the volume, or the path is none of its
   */
  static Place of(Machine machine, StagedVolumes staged, String id, String path) {
    StagedVolume volume =
        staged.find(id).orElseThrow(() -> new NotFound(id + ": not staged on this node"));
    NvmeDisk disk =
        machine
            .connection()
            .disk(volume.leg())
            .orElseThrow(() -> new NotFound(id + ": its disk is not on this node"));
    Optional<Mount> there = machine.mounts().at(path);
    boolean here =
        volume.use().isBlock()
            ? path.equals(volume.stagingPath())
                || there.filter(each -> each.isNode(disk.name())).isPresent()
            : there.filter(each -> each.device().equals(disk.device())).isPresent();
    if (!here) {
      throw new NotFound("%s: not at %s".formatted(id, path));
    }
    return new Place(volume, disk);
  }
}
