package dev.liteio.node.nvme;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.rpc.TimeLimit;

/** Lets go of NVMe controllers. */
@FunctionalInterface
public interface Disconnector {
  /**
   * Lets go of that connection, whatever state it is in: what it had queued fails. One that is gone
   * or on its way out is fine, and never is another let go of that was given its name since.
   *
   * @throws Unavailable when the kernel refuses; or when it is not done in time, and then it goes
   *     on by itself
   */
  void disconnect(NvmeController seen, TimeLimit limit);
}
