package dev.liteio.cli.doctor;

import java.util.Map;
import java.util.TreeMap;

/** The programs that the node plugin runs. */
final class Programs {

  /** Each with the Debian package that brings it. */
  static final Map<String, String> USED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("nvme", "nvme-cli"),
              Map.entry("sh", "dash"),
              Map.entry("unshare", "util-linux"),
              Map.entry("mkfs.ext4", "e2fsprogs"),
              Map.entry("resize2fs", "e2fsprogs"),
              Map.entry("mkfs.xfs", "xfsprogs"),
              Map.entry("xfs_growfs", "xfsprogs"),
              Map.entry("mount", "mount"),
              Map.entry("umount", "mount"),
              Map.entry("blockdev", "util-linux"),
              Map.entry("stat", "coreutils"),
              Map.entry("modprobe", "kmod")));

  private Programs() {}
}
