package dev.liteio.spdk.jsonrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the connection, for those who ask, wait or listen. */
final class ConnectionWatch {

  private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final long NONE = 0;

  private final SerialExecutor ordered = new SerialExecutor();
  private final List<ConnectionListener> listeners = new ArrayList<>();
  private CompletableFuture<Long> connected = new CompletableFuture<>();
  private long generation = NONE;
  private @Nullable JsonRpcException end;
  private volatile String lastFailure = "not tried yet";

  /** A listener that comes while there is a connection is told of it at once. */
  synchronized void add(ConnectionListener listener) {
    listeners.add(listener);
    if (generation != NONE) {
      long now = generation;
      tell(listener, told -> told.connected(now));
    }
  }

  synchronized void remove(ConnectionListener listener) {
    listeners.remove(listener);
  }

  synchronized void up(long next) {
    generation = next;
    connected.complete(next);
    listeners.forEach(listener -> tell(listener, told -> told.connected(next)));
  }

  synchronized void down(JsonRpcException cause) {
    long gone = generation;
    generation = NONE;
    connected = new CompletableFuture<>();
    listeners.forEach(listener -> tell(listener, told -> told.disconnected(gone, cause)));
  }

  synchronized void closed(JsonRpcException cause) {
    end = cause;
    connected.completeExceptionally(cause);
  }

  void failedToConnect(String why) {
    lastFailure = why;
  }

  String lastFailure() {
    return lastFailure;
  }

  synchronized OptionalLong generation() {
    return generation == NONE ? OptionalLong.empty() : OptionalLong.of(generation);
  }

  /**
   * The generation of the connection, now or when there is one. A copy: no caller can complete it.
   */
  synchronized CompletableFuture<Long> connected() {
    return end == null ? connected.copy() : CompletableFuture.failedFuture(end);
  }

  private void tell(ConnectionListener listener, Consumer<ConnectionListener> what) {
    ordered.execute(() -> {
      try {
        what.accept(listener);
      } catch (RuntimeException failure) {
        log.error("event=listener-failed listener={}", listener, failure);
      }
    });
  }
}
