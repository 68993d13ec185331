package dev.liteio.agent.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that stand for disks. */
public final class Devices {

  private static final int CHUNK = 1 << 20;

  private Devices() {}

  /** A file of this size that holds nothing. */
  public static Path blank(Path file, long bytes) throws IOException {
    try (RandomAccessFile device = new RandomAccessFile(file.toFile(), "rw")) {
      device.setLength(bytes);
    }
    return file;
  }

  /** Fills a part of a file with a byte, as a tenant before us may have. */
  public static void fill(Path file, long from, long to, int value) throws IOException {
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) value);
    try (RandomAccessFile device = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = from; at < to; at += CHUNK) {
        device.seek(at);
        device.write(chunk, 0, (int) Math.min(CHUNK, to - at));
      }
    }
  }
}
