package dev.liteio.node;

import dev.liteio.failure.Unavailable;
import dev.liteio.rpc.TimeLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what the kernel does in its own time: looks again, less and less often. */
public final class Poll {
  private static final Duration FIRST = Duration.ofMillis(2);
  private static final Duration LONGEST = Duration.ofMillis(200);

  private Poll() {}

  /**
   * The first answer of {@code look}.
   *
   * @param what is named when it does not come in time
   * @throws Unavailable when it does not
   */
  public static <T> T until(TimeLimit limit, Supplier<String> what, Supplier<Optional<T>> look) {
    Duration pause = FIRST;
    while (true) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (limit.expired() || Thread.currentThread().isInterrupted()) {
        throw new Unavailable("waited in vain for " + what.get() + "; repeat the call");
      }
      LockSupport.parkNanos(limit.remaining(pause).toNanos());
      pause = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
  }

  /** Waits until {@code look} says yes. */
  public static void untilTrue(TimeLimit limit, Supplier<String> what, BooleanSupplier look) {
    var _ = until(limit, what, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
