package dev.liteio.spdk.jsonrpc;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls on their way from any thread to the thread of the connection, bounded in bytes: those that
 * wait here and those that wait to be sent. Never blocks.
 */
final class Inbox {

  /** What became of an offer. */
  enum Offer {
    /** Taken; others are waiting, so the thread was signalled before. */
    JOINED,
    /** Taken as the first: signal the thread. */
    FIRST,
    FULL,
    CLOSED
  }

  private final long limit;
  private List<PendingCall<?>> calls = new ArrayList<>();
  private long bytes;
  private boolean closed;

  Inbox(long limit) {
    this.limit = limit;
  }

  synchronized Offer offer(PendingCall<?> call) {
    if (closed) {
      return Offer.CLOSED;
    }
    if (bytes + call.size() > limit) {
      return Offer.FULL;
    }
    bytes += call.size();
    calls.add(call);
    return calls.size() == 1 ? Offer.FIRST : Offer.JOINED;
  }

  /** Takes all; their bytes count until they are released. */
  synchronized List<PendingCall<?>> drain() {
    if (calls.isEmpty()) {
      return List.of();
    }
    List<PendingCall<?>> drained = calls;
    calls = new ArrayList<>();
    return drained;
  }

  synchronized void release(PendingCall<?> call) {
    bytes -= call.size();
  }

  synchronized long waitingBytes() {
    return bytes;
  }

  synchronized void close() {
    closed = true;
  }
}
