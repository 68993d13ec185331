package dev.liteio.target.tcp;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Buffers outside the heap for data on its way; more than a few idle ones are let go. */
final class BufferPool {

  private static final int IDLE = 64;

  private final int size;
  private final ArrayBlockingQueue<ByteBuffer> idle = new ArrayBlockingQueue<>(IDLE);

  BufferPool(int size) {
    this.size = size;
  }

  ByteBuffer take() {
    @Nullable ByteBuffer buffer = idle.poll();
    return buffer == null ? ByteBuffer.allocateDirect(size) : buffer.clear();
  }

  void give(ByteBuffer buffer) {
    idle.offer(buffer);
  }
}
