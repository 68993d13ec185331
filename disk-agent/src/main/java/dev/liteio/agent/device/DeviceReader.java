package dev.liteio.agent.device;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a device piece by piece into one buffer: an agent has little memory, and a look that fails
 * is repeated.
 */
final class DeviceReader {

  /** The most that is read at once, in bytes. */
  static final int CHUNK = 1 << 20;

  private static final byte[] ZEROES = new byte[CHUNK];

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

  DeviceReader(FileChannel channel) {
    this.channel = channel;
  }

  /** A copy of these bytes, at most {@link #CHUNK}. */
  byte[] copy(long at, int length) throws IOException {
    return Arrays.copyOf(read(at, length), length);
  }

  /** The first byte from {@code start} to {@code end} that is not zero, or -1. */
  long firstNonZero(long start, long end) throws IOException {
    for (long at = start; at < end; at += CHUNK) {
      int length = (int) Math.min(CHUNK, end - at);
      int found = Arrays.mismatch(read(at, length), 0, length, ZEROES, 0, length);
      if (found >= 0) {
        return at + found;
      }
    }
    return -1;
  }

  /** Whether a word stands somewhere from {@code start} to {@code end}. */
  boolean contains(long start, long end, String word) throws IOException {
    // pieces overlap: the word may lie across the end of one
    int step = CHUNK - word.length();
    for (long at = start; at < end; at += step) {
      int length = (int) Math.min(CHUNK, end - at);
      if (new String(read(at, length), 0, length, StandardCharsets.ISO_8859_1).contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** The buffer, whose first bytes are what was asked for until the next call. */
  private byte[] read(long at, int length) throws IOException {
    buffer.clear().limit(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException(
            "it ends at byte %d (expected: %d)".formatted(at + buffer.position(), at + length));
      }
    }
    return buffer.array();
  }
}
