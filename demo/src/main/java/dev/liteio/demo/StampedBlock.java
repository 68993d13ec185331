package dev.liteio.demo;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Content that says of itself which slot and which write it is, and whether it is whole. */
final class StampedBlock {

  private StampedBlock() {}

  static ByteBuffer of(int slot, long sequence, int length) {
    ByteBuffer block = ByteBuffer.allocate(length);
    block.putLong(sequence).putLong(slot);
    SplittableRandom random = new SplittableRandom(sequence * 1_000_003 + slot);
    while (block.hasRemaining()) {
      block.putLong(random.nextLong());
    }
    return block.flip();
  }

  /**
   * The write that {@code block} holds; 0 for a slot never written, -1 for anything torn or
   * foreign.
   */
  static long sequence(int slot, ByteBuffer block) {
    long sequence = block.getLong(block.position());
    if (sequence == 0 && block.equals(ByteBuffer.allocate(block.remaining()))) {
      return 0;
    }
    return block.equals(of(slot, sequence, block.remaining())) ? sequence : -1;
  }
}
