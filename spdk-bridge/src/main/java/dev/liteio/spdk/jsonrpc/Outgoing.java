package dev.liteio.spdk.jsonrpc;

import dev.liteio.spdk.socket.SocketFailure;
import dev.liteio.spdk.socket.UnixSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** Requests of one connection that wait to be sent; as many as fit go out in one write. */
final class Outgoing {

  private final Inbox inbox;
  private final Queue<PendingCall<?>> waiting = new ArrayDeque<>();
  private final ByteBuffer chunk;

  Outgoing(Inbox inbox, ByteBuffer chunk) {
    this.inbox = inbox;
    this.chunk = chunk.clear().flip();
  }

  void add(PendingCall<?> call) {
    waiting.add(call);
  }

  /** Writes until all is sent or the peer takes no more; true when all is sent. */
  boolean writeTo(UnixSocket socket) throws SocketFailure {
    while (fill()) {
      if (socket.write(chunk) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Lets go of calls that are too late, so that they do not take the room of later ones. */
  void dropExpired() {
    waiting.removeIf(call -> {
      boolean droppable = call.isDroppable();
      if (droppable) {
        inbox.release(call);
      }
      return droppable;
    });
  }

  /** Lets go of what was not sent. */
  void clear() {
    waiting.forEach(inbox::release);
    waiting.clear();
  }

  private boolean fill() {
    chunk.compact();
    while (chunk.hasRemaining() && !waiting.isEmpty()) {
      PendingCall<?> call = waiting.element();
      if (call.copyTo(chunk)) {
        waiting.remove();
        inbox.release(call);
      }
    }
    chunk.flip();
    return chunk.hasRemaining();
  }
}
