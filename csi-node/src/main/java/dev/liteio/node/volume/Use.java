package dev.liteio.node.volume;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.liteio.crd.AccessType;
import java.util.List;

/**
 * How a volume is going to be used on this node (csi.proto VolumeCapability).
 *
 * @param type raw device or file system
 * @param mode by how many nodes and Pods at once
 * @param filesystem as mount(8) calls it; empty for a raw device, or when the request leaves the
 *     choice to the volume
 * @param mountFlags for mount(8); may be sensitive, so they are never logged
 */
public record Use(AccessType type, UseMode mode, String filesystem, List<String> mountFlags) {
  public Use {
    mountFlags = List.copyOf(mountFlags);
  }

  /** Whether it is a raw device. */
  @JsonIgnore
  public boolean isBlock() {
    return type == AccessType.BLOCK;
  }

  /** The same, with the volume's own file system when the request leaves the choice. */
  public Use orElse(String ownFilesystem) {
    return isBlock() || !filesystem.isEmpty()
        ? this
        : new Use(type, mode, ownFilesystem, mountFlags);
  }

  /** Whether what was prepared for {@code other} serves this too: the mode may differ. */
  public boolean sameAs(Use other) {
    return type == other.type
        && filesystem.equals(other.filesystem)
        && mountFlags.equals(other.mountFlags);
  }

  @Override
  public String toString() {
    return type + " " + mode + (filesystem.isEmpty() ? "" : " " + filesystem);
  }
}
