package dev.liteio.node.volume;

import dev.liteio.node.mount.MountTable;
import dev.liteio.node.mount.Mounter;
import dev.liteio.node.nvme.LegConnection;
import dev.liteio.node.sysfs.NvmeTree;
import java.nio.file.Path;

/**
 * The outside world of a node, as the steps of a volume need it.
 *
 * @param tree what the kernel says of NVMe
 * @param connection makes legs' disks appear and go
 * @param mounter changes the mount table
 * @param proc where the mount table is read, {@code /proc} on a real machine
 */
public record Machine(NvmeTree tree, LegConnection connection, Mounter mounter, Path proc) {
  /** The mount table as it is now. */
  public MountTable mounts() {
    return MountTable.read(proc);
  }
}
