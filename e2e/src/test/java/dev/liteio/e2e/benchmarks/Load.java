package dev.liteio.e2e.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * What came of many calls by several callers, each of which makes its next one when it has the
 * answer.
 */
final class Load {
  private final double[] millis;
  private final double seconds;

  private Load(double[] millis, double seconds) {
    this.millis = millis;
    this.seconds = seconds;
  }

  /** One of the calls. */
  interface Call {
    void run() throws Exception;
  }

  /** Makes the calls that are numbered from 0. */
  static Load run(int callers, int calls, IntFunction<Call> numbered) throws Exception {
    double[] millis = new double[calls];
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        running.add(
            threads.submit(() -> {
              millis[number] = millis(numbered.apply(number));
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return new Load(millis, (System.nanoTime() - start) / 1e9);
  }

  private static double millis(Call call) throws Exception {
    long start = System.nanoTime();
    call.run();
    return (System.nanoTime() - start) / 1e6;
  }

  double median() {
    return Figures.median(millis);
  }

  double perSecond() {
    return millis.length / seconds;
  }

  /** One line of the report. */
  void print(String what, int callers, Load floor) {
    Figures.print(
        "%s callers=%d p50=%.1f ms, p99=%.1f ms, %.1f/s; floor p50=%.1f ms, p99=%.1f ms, %.1f/s; ratio of p50=%.1f, of rate=%.2f",
        what,
        callers,
        median(),
        Figures.percentile(millis, 99),
        perSecond(),
        floor.median(),
        Figures.percentile(floor.millis, 99),
        floor.perSecond(),
        median() / floor.median(),
        perSecond() / floor.perSecond());
  }
}
