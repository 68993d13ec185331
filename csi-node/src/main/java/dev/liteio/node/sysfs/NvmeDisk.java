package dev.liteio.node.sysfs;

/**
 * A block device that can be opened: the multipath head, never a hidden path of it.
 *
 * @param name such as {@code nvme0n1}
 * @param uuid the namespace's UUID
 * @param subsystem the NQN of its subsystem
 * @param sizeBytes as the kernel sees it now
 * @param device its numbers, as in the mount table
 */
public record NvmeDisk(
    String name, String uuid, String subsystem, long sizeBytes, DeviceNumber device) {

  /** Whether that is the same disk, whatever its size, and not one that was given its name. */
  public boolean isSame(NvmeDisk other) {
    return name.equals(other.name) && uuid.equals(other.uuid) && device.equals(other.device);
  }
}
