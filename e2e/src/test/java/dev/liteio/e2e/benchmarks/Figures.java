package dev.liteio.e2e.benchmarks;

import java.util.Arrays;

/** Prints what was measured, as ratios where there is something to compare with. */
final class Figures {

  private Figures() {}

  /** The median. */
  static double median(double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** A line of the report. */
  static void print(String form, Object... values) {
    System.out.printf("bench: " + form + "%n", values);
  }
}
