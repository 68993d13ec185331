package dev.liteio.node.mount;

import dev.liteio.node.sysfs.DeviceNumber;
import java.util.Set;

/**
 * A line of /proc/self/mountinfo (proc(5)).
 *
 * @param id of the mount
 * @param parent the mount it lies on
 * @param device of the file system; for a bind of a device node that of devtmpfs
 * @param root what of the file system is seen, such as {@code /} or, for a bind of a device node,
 *     {@code /nvme0n1}
 * @param target where it is mounted
 * @param options of this mount, such as {@code ro}
 * @param type of the file system
 * @param source as it was given to mount
 */
public record Mount(
    int id,
    int parent,
    DeviceNumber device,
    String root,
    String target,
    Set<String> options,
    String type,
    String source) {
  public Mount {
    options = Set.copyOf(options);
  }

  /** Whether nothing can be written through it. */
  public boolean readOnly() {
    return options.contains("ro");
  }

  /** Whether it is a device node and not a file system. */
  public boolean isNode(String name) {
    return type.equals("devtmpfs") && root.equals("/" + name);
  }
}
