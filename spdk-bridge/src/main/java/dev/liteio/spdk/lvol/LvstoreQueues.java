package dev.liteio.spdk.lvol;

import dev.liteio.spdk.jsonrpc.Exchange;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One queue per store: a call starts when the one before it is settled. When the answer of a call
 * is overdue but the target may still be at work on it, those behind it fail at once instead of
 * waiting without end. One instance serves all users of a target.
 */
public final class LvstoreQueues {

  private final Map<String, Line> lines = new HashMap<>();

  /** Starts the call when those before it on this store are settled. */
  <T> CompletableFuture<T> submit(String store, String method, Supplier<Exchange<T>> call) {
    Turn<T> turn = new Turn<>(store, method, call);
    synchronized (lines) {
      Line line = lines.computeIfAbsent(store, name -> new Line());
      if (line.overdue && line.running != null) {
        turn.refuse(line.running.method);
        return turn.answer;
      }
      if (line.running != null) {
        line.waiting.add(turn);
        return turn.answer;
      }
      line.running = turn;
    }
    run(turn);
    return turn.answer;
  }

  /** Whether an overdue call may still be at work on the store. */
  boolean isHeldBack(String store) {
    synchronized (lines) {
      Line line = lines.get(store);
      return line != null && line.overdue && line.running != null;
    }
  }

  private <T> void run(Turn<T> turn) {
    Exchange<T> exchange = turn.start();
    // on a thread of its own: a long line of calls that fail at once must not nest
    var _ =
        exchange
            .settled()
            .whenCompleteAsync((nothing, never) -> next(turn.store), Thread::startVirtualThread);
    var _ =
        exchange
            .answer()
            .whenComplete((value, failure) -> {
              if (failure instanceof JsonRpcException.Timeout timeout && timeout.outcomeUnknown()) {
                holdBack(turn);
              }
              turn.finish(value, failure);
            });
  }

  private void next(String store) {
    Turn<?> turn;
    synchronized (lines) {
      Line line = lines.getOrDefault(store, new Line());
      line.overdue = false;
      turn = line.waiting.poll();
      line.running = turn;
      if (turn == null) {
        lines.remove(store);
        return;
      }
    }
    run(turn);
  }

  private void holdBack(Turn<?> overdue) {
    Queue<Turn<?>> refused;
    synchronized (lines) {
      Line line = lines.get(overdue.store);
      if (line == null || line.running != overdue) {
        return;
      }
      line.overdue = true;
      refused = line.waiting;
      line.waiting = new ArrayDeque<>();
    }
    refused.forEach(turn -> turn.refuse(overdue.method));
  }

  private static final class Line {
    private @Nullable Turn<?> running;
    private boolean overdue;
    private Queue<Turn<?>> waiting = new ArrayDeque<>();
  }

  private static final class Turn<T> {
    private final String store;
    private final String method;
    private final Supplier<Exchange<T>> call;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    private Turn(String store, String method, Supplier<Exchange<T>> call) {
      this.store = store;
      this.method = method;
      this.call = call;
    }

    private Exchange<T> start() {
      try {
        return call.get();
      } catch (RuntimeException refused) {
        return new Exchange<>(
            CompletableFuture.failedFuture(refused), CompletableFuture.completedFuture(null));
      }
    }

    private void finish(@Nullable T value, @Nullable Throwable failure) {
      if (failure == null) {
        answer.complete(value);
      } else {
        answer.completeExceptionally(failure);
      }
    }

    private void refuse(String running) {
      answer.completeExceptionally(
          new JsonRpcException.Timeout(
              method,
              "%s on store %s was not sent: the answer of %s is overdue and the target may still be at work on it; read the state and try again later"
                  .formatted(method, store, running),
              false));
    }
  }
}
