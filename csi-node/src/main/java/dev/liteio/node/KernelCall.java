package dev.liteio.node;

import dev.liteio.failure.Unavailable;
import dev.liteio.failure.VolumeException;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A call into the kernel that may wait for a target, for as long as that is away: neither a signal
 * nor an interrupt ends it. A thread of its own makes it, and is left behind when the time is over.
 */
public final class KernelCall {
  private KernelCall() {}

  /**
   * What the call returns.
   *
   * @param what it does, to which object
   * @param late what becomes of an answer that nobody waits for any more
   * @throws Unavailable when it fails, or is not answered in time and goes on
   * @throws VolumeException as the call throws it
   */
  public static <T> T answer(String what, TimeLimit limit, Callable<T> call, Consumer<T> late) {
    var answer = new CompletableFuture<T>();
    Thread.ofPlatform().daemon().name(what).start(() -> make(call, answer, late));
    try {
      return answer.get(limit.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return givenUp(what, answer, e);
    } catch (ExecutionException e) {
      throw failed(what, answer.exceptionNow());
    }
  }

  private static <T> void make(Callable<T> call, CompletableFuture<T> answer, Consumer<T> late) {
    try {
      T result = call.call();
      if (!answer.complete(result)) {
        late.accept(result);
      }
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }

  private static <T> T givenUp(String what, CompletableFuture<T> answer, Exception why) {
    if (answer.cancel(false)) {
      throw new Unavailable(
          what + ": not answered in time; its target may be away, repeat the call", why);
    }
    // it came in that moment
    if (answer.state() == Future.State.SUCCESS) {
      return answer.resultNow();
    }
    throw failed(what, answer.exceptionNow());
  }

  private static RuntimeException failed(String what, Throwable cause) {
    return switch (cause) {
      case VolumeException known -> known;
      case IOException e -> new Unavailable("%s: %s; repeat the call".formatted(what, e), e);
      default -> new IllegalStateException(what + ": " + cause, cause);
    };
  }
}
