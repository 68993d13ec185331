package dev.liteio.spdk.jsonrpc;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** For readers of one object: that it does not exist is an answer, not an error. */
public final class Absent {

  private Absent() {}

  /**
   * The first of the list; empty when the list is, or when the target says that it is not there.
   */
  public static <T> CompletableFuture<Optional<T>> asEmpty(CompletableFuture<List<T>> answer) {
    return answer
        .thenApply(found -> found.stream().findFirst())
        .exceptionally(Absent::emptyOrRethrow);
  }

  private static <T> Optional<T> emptyOrRethrow(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof JsonRpcException.Remote remote
        && (remote.reason() == SpdkReason.NOT_FOUND || remote.reason() == SpdkReason.TIMED_OUT)) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }
}
