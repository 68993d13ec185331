package dev.liteio.spdk.jsonrpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call from its start to its end. Answers are handed over on threads of their own, so that no
 * caller can hold up the connection. All but the two futures belongs to the thread of the
 * connection.
 */
final class PendingCall<T> {

  private final long id;
  private final String method;
  private final ByteBuffer request;
  private final ResultType<T> result;
  private final CallScope scope;
  private final long deadline;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private boolean started;
  private boolean expired;

  PendingCall(long id, JsonRpcCall<T> call, byte[] request, CallScope scope) {
    this.id = id;
    this.method = call.method();
    this.request = ByteBuffer.wrap(request);
    this.result = call.result();
    this.scope = scope;
    this.deadline = System.nanoTime() + scope.nanos();
  }

  Exchange<T> exchange() {
    return new Exchange<>(answer, settled);
  }

  long id() {
    return id;
  }

  String method() {
    return method;
  }

  /** In the terms of {@link System#nanoTime()}. */
  long deadline() {
    return deadline;
  }

  int size() {
    return request.limit();
  }

  boolean isExpired() {
    return expired;
  }

  /** Whether it need not be sent: too late, and nothing of it is on the wire. */
  boolean isDroppable() {
    return expired && !started;
  }

  /** Whether any of it may have reached the target. */
  boolean isStarted() {
    return started;
  }

  /** Whether it may be sent on the connection of this generation. */
  boolean belongsTo(long generation) {
    return scope.generation() == null || scope.generation() == generation;
  }

  /** Copies as much of the request as there is room for; true when all of it is copied. */
  boolean copyTo(ByteBuffer chunk) {
    started = true;
    int count = Math.min(chunk.remaining(), request.remaining());
    chunk.put(request.slice(request.position(), count));
    request.position(request.position() + count);
    return !request.hasRemaining();
  }

  void succeed(Answer.Success success) {
    if (expired) {
      settle();
      return;
    }
    handOver(() -> complete(success));
  }

  void refuse(int code, String text) {
    if (expired) {
      settle();
      return;
    }
    fail(new JsonRpcException.Remote(method, code, text));
  }

  /** The deadline has passed. When the call was sent, its answer may still come, or never. */
  void expire() {
    expired = true;
    Duration waited = Duration.ofNanos(scope.nanos());
    boolean sent = started;
    String how =
        sent
            ? "no answer within " + waited + "; the target may still carry it out"
            : "not sent within " + waited + "; the target takes nothing";
    JsonRpcException.Timeout timeout =
        new JsonRpcException.Timeout(method, method + ": " + how, sent);
    handOver(() -> {
      answer.completeExceptionally(timeout);
      if (!sent) {
        settled.complete(null);
      }
    });
  }

  /** The connection is gone, or there is none. */
  void lose(boolean protocol, String why) {
    if (expired) {
      settle();
      return;
    }
    String message = method + ": " + why;
    fail(
        protocol
            ? new JsonRpcException.Protocol(method, message, started)
            : new JsonRpcException.Transport(method, message, started));
  }

  private void fail(JsonRpcException failure) {
    handOver(() -> {
      answer.completeExceptionally(failure);
      settled.complete(null);
    });
  }

  private void settle() {
    handOver(() -> settled.complete(null));
  }

  private void complete(Answer.Success success) {
    try {
      @Nullable T value = success.result().readAs(result);
      answer.complete(value);
    } catch (IOException | RuntimeException unreadable) {
      answer.completeExceptionally(
          new JsonRpcException.Protocol(
              method,
              method + ": the result is not what was expected: " + Shown.message(unreadable),
              true));
    }
    settled.complete(null);
  }

  private static void handOver(Runnable task) {
    Thread.startVirtualThread(task);
  }
}
