package dev.liteio.agent.export;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls that were sent without waiting for each other. */
final class Together {

  private Together() {}

  /** Done when all are; failed, when all are finished, if any failed. */
  static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> calls) {
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
  }
}
