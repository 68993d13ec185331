package dev.liteio.spdk.jsonrpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for an answer where the caller has a thread to spare: a virtual one is only parked. */
public final class Answers {

  private Answers() {}

  /**
   * Waits for the answer. Every call has a deadline, so this ends.
   *
   * @throws JsonRpcException what the call failed with; a Transport one, with the thread still
   *     marked as interrupted, when the wait was interrupted
   */
  public static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new JsonRpcException.Transport(
          "connection", "the wait for the answer was interrupted", true);
    } catch (ExecutionException failed) {
      throw failure(failed);
    }
  }

  private static RuntimeException failure(ExecutionException failed) {
    return failed.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a call failed in an unforeseen way", failed.getCause());
  }
}
