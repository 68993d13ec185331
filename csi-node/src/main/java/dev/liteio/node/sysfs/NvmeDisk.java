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
    String name, String uuid, String subsystem, long sizeBytes, DeviceNumber device) {}
