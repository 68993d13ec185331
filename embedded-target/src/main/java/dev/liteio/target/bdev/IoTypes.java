package dev.liteio.target.bdev;

import java.util.Set;

/** What a kind of device can do, by SPDK's names ({@code bdev_get_bdevs supported_io_types}). */
public record IoTypes(Set<String> names) {

  /** A file. */
  public static final IoTypes FILE = of("read", "write", "flush", "reset", "write_zeroes");

  /** A file that gives room back. */
  public static final IoTypes FILE_WITH_FALLOCATE =
      of("read", "write", "unmap", "flush", "reset", "write_zeroes");

  /** Memory. */
  public static final IoTypes MEMORY =
      of(
          "read",
          "write",
          "unmap",
          "flush",
          "reset",
          "write_zeroes",
          "zcopy",
          "compare",
          "abort",
          "copy");

  /** A logical volume. */
  public static final IoTypes LVOL =
      of("read", "write", "unmap", "reset", "write_zeroes", "seek_hole", "seek_data");

  /** A logical volume that is a snapshot. */
  public static final IoTypes SNAPSHOT = of("read", "reset", "seek_hole", "seek_data");

  private static IoTypes of(String... names) {
    return new IoTypes(Set.of(names));
  }

  /** Whether it can do that. */
  public boolean has(String name) {
    return names.contains(name);
  }
}
