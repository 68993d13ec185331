package dev.liteio.kubernetes;

import java.time.Duration;

/** How long to wait after the n-th failure in a row: doubled each time, up to a limit. */
public record Backoff(Duration first, Duration limit) {

  /** What loops use unless they know better. */
  public static final Backoff STANDARD =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

  public Backoff {
    if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "back-off from %s to %s (expected: 0 < first <= limit)".formatted(first, limit));
    }
  }

  /** The wait after {@code failures} failures, at least 1. */
  public Duration after(int failures) {
    int doublings = Math.min(failures - 1, 30);
    Duration wait = first.multipliedBy(1L << doublings);
    return wait.compareTo(limit) > 0 ? limit : wait;
  }
}
