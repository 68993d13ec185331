package dev.liteio.e2e.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Arrays;

/** Prints what was measured, as ratios where there is something to compare with. */
public final class Figures {

  private Figures() {}

  /** The median. */
  public static double median(double[] samples) {
    return percentile(samples, 50);
  }

  /** The sample that so many percent are not above. */
  public static double percentile(double[] samples, int percent) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  /** How busy this machine is with other things. */
  public static void printMachine() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    print(
        "%d processors, load %.1f", system.getAvailableProcessors(), system.getSystemLoadAverage());
  }

  /** A line of the report. */
  public static void print(String form, Object... values) {
    System.out.printf("bench: " + form + "%n", values);
  }
}
