package dev.liteio.e2e.csi;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many callers at once, each on a thread of its own; none of them calls again. */
final class Callers {

  private Callers() {}

  /** An answer, or the status of a call that was refused. */
  record Outcome<T>(List<T> answer, Code code, String message) {}

  /** What a single call came to. */
  static <T> Outcome<T> outcome(Callable<T> call) throws Exception {
    try {
      return new Outcome<>(List.of(call.call()), Code.OK, "");
    } catch (StatusRuntimeException e) {
      return new Outcome<>(
          List.of(), e.getStatus().getCode(), String.valueOf(e.getStatus().getDescription()));
    }
  }

  /** Lets so many callers go at one moment; returns when all are answered. */
  static <T> List<Outcome<T>> atOnce(int callers, IntFunction<Callable<T>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(callers);
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<Outcome<T>>> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        Callable<T> call = calls.apply(caller);
        running.add(
            threads.submit(() -> {
              var _ = start.await();
              return outcome(call);
            }));
      }
      List<Outcome<T>> outcomes = new ArrayList<>();
      for (Future<Outcome<T>> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }
}
