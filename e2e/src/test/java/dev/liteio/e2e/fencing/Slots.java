package dev.liteio.e2e.fencing;

import dev.liteio.target.host.NvmeHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A volume as slots, each full of one number. */
final class Slots {

  static final int COUNT = 64;
  private static final int NSID = 1;
  private static final int BYTES = 128 << 10;

  private Slots() {}

  static void write(NvmeHost host, int blockSize, int slot, long number) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(BYTES);
    while (data.hasRemaining()) {
      data.putLong(number);
    }
    host.write(NSID, lba(slot, blockSize), blockSize, data.flip());
  }

  static int blockSize(NvmeHost host) throws IOException {
    return host.geometry(NSID).blockSize();
  }

  private static long lba(int slot, int blockSize) {
    return (long) slot * BYTES / blockSize;
  }

  /** Every number that is anywhere, slot after slot; a slot may hold parts of several writes. */
  static List<Long> read(NvmeHost host) throws IOException {
    int blockSize = blockSize(host);
    List<Long> numbers = new ArrayList<>();
    for (int slot = 0; slot < COUNT; slot++) {
      ByteBuffer data = ByteBuffer.allocate(BYTES);
      host.read(NSID, lba(slot, blockSize), blockSize, data);
      data.flip();
      while (data.hasRemaining()) {
        numbers.add(data.getLong());
      }
    }
    return numbers;
  }
}
