package dev.liteio.spdk.jsonrpc;

import java.nio.ByteBuffer;

/** The two direct buffers of a client, used by one connection after the other. */
record Buffers(ByteBuffer incoming, ByteBuffer outgoing) {

  private static final int READ_SIZE = 64 << 10;
  private static final int WRITE_SIZE = 256 << 10;

  static Buffers allocate() {
    return new Buffers(ByteBuffer.allocateDirect(READ_SIZE), ByteBuffer.allocateDirect(WRITE_SIZE));
  }
}
