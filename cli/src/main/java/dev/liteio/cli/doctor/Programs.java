package dev.liteio.cli.doctor;

import java.util.Map;
import java.util.TreeMap;

/** The programs that the node plugin runs. */
final class Programs {

  /** Each with the Debian package that brings it. */
  static final Map<String, String> USED =
      new TreeMap<>(
          Map.of(
              "nvme", "nvme-cli",
              "mkfs.ext4", "e2fsprogs",
              "resize2fs", "e2fsprogs",
              "mkfs.xfs", "xfsprogs",
              "xfs_growfs", "xfsprogs",
              "mount", "mount",
              "umount", "mount",
              "blockdev", "util-linux",
              "stat", "coreutils",
              "modprobe", "kmod"));

  private Programs() {}
}
