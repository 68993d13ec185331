package dev.liteio.e2e.benchmarks;

import java.util.Arrays;

/** Prints what was measured, as ratios where there is something to compare with. */
final class Figures {

  private Figures() {}

  /** The median. */
  static double median(double[] samples) {
    return percentile(samples, 50);
  }

  /** The sample that so many percent are not above. */
  static double percentile(double[] samples, int percent) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  /** A line of the report. */
  static void print(String form, Object... values) {
    System.out.printf("bench: " + form + "%n", values);
  }
}
