package dev.liteio.target.tcp;

import dev.liteio.target.nvme.Sqe;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The data that a queue has asked its host for, by tag. They belong to the reading thread. */
final class Transfers {

  private static final int LIMIT = 256;

  private final BufferPool buffers;
  private final Map<Integer, Transfer> byTag = new HashMap<>();
  private int nextTag = 1;

  Transfers(BufferPool buffers) {
    this.buffers = buffers;
  }

  boolean isFull() {
    return byTag.size() >= LIMIT;
  }

  /** Makes room for data of that length; the tag under which it is to come. */
  int begin(Sqe sqe, int length) {
    do {
      nextTag = nextTag % 0xffff + 1;
    } while (byTag.containsKey(nextTag));
    byTag.put(nextTag, new Transfer(sqe, buffers.take().limit(length)));
    return nextTag;
  }

  /**
   * The transfer that these bytes continue.
   *
   * @throws ProtocolViolation when they were not asked for
   */
  Transfer continued(int tag, int cid, long offset, long announced, long length)
      throws ProtocolViolation {
    Transfer transfer = byTag.get(tag);
    if (transfer == null || transfer.sqe().cid() != cid) {
      throw new ProtocolViolation(
          ProtocolViolation.INVALID_HEADER_FIELD,
          10,
          "TTAG %d for CID %d was not asked for".formatted(tag, cid));
    }
    ByteBuffer room = transfer.data();
    if (offset != room.position() || announced != length || length > room.remaining()) {
      throw new ProtocolViolation(
          ProtocolViolation.DATA_OUT_OF_RANGE,
          12,
          "%d bytes at %d (expected: at %d, at most %d)"
              .formatted(announced, offset, room.position(), room.remaining()));
    }
    return transfer;
  }

  /** It is over; whoever calls gives the buffer back. */
  void end(int tag) {
    byTag.remove(tag);
  }

  /** Nothing more will come. */
  void endAll() {
    byTag.values().forEach(transfer -> buffers.give(transfer.data()));
    byTag.clear();
  }
}
