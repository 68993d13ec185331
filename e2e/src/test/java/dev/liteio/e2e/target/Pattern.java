package dev.liteio.e2e.target;

/** One letter all over the first 64 KiB of a disk. */
public final class Pattern {
  private static final int BYTES = 64 << 10;

  private Pattern() {}

  /** The script that writes the letter past the page cache and fails when the disk does. */
  public static String write(char letter, String disk) {
    return "set -o pipefail; head -c %d /dev/zero | tr '\\0' %c | dd of=%s bs=%d iflag=fullblock oflag=direct status=none"
        .formatted(BYTES, letter, disk, BYTES);
  }

  /** The script that prints each different letter it finds. */
  public static String read(String disk) {
    return "dd if=%s bs=%d count=1 iflag=direct status=none | fold -w1 | sort -u | tr -d '\\n'"
        .formatted(disk, BYTES);
  }
}
