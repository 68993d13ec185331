package dev.liteio.demo.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. */
public final class Await {
  private static final Duration FIRST = Duration.ofMillis(100);

  /** Looking costs the processors that what is waited for needs too. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Await() {}

  /**
   * Waits until the condition holds. An API server that answers with a failure is asked again.
   *
   * @param what the condition in words
   * @param seen what to tell beside it when it never does
   * @throws ClusterException when it does not hold by the deadline
   */
  public static void until(
      String what, Duration deadline, BooleanSupplier condition, Supplier<String> seen) {
    long end = System.nanoTime() + deadline.toNanos();
    long between = FIRST.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - end > 0) {
        throw new ClusterException(
            "not so after %s: %s; seen: %s".formatted(deadline, what, seen.get()));
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new ClusterException("interrupted while waiting until " + what);
      }
      LockSupport.parkNanos(between);
      between = Math.min(between * 3 / 2, LONGEST.toNanos());
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (KubernetesClientException e) {
      return false;
    }
  }
}
