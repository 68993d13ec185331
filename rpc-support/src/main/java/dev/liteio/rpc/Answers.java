package dev.liteio.rpc;

import io.grpc.stub.StreamObserver;

/** The end of a unary call. A failure is thrown instead: it becomes a status in one place. */
public final class Answers {
  private Answers() {}

  /** Answers {@code response} and ends the call. */
  public static <T> void with(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }
}
