package dev.liteio.spdk.jsonrpc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a call beside what it says.
 *
 * @param deadline from its start to its answer
 * @param generation of the only connection it may run on; null for any
 */
record CallScope(Duration deadline, @Nullable Long generation) {

  private static final Duration LONGEST = Duration.ofDays(1);

  CallScope {
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException("deadline is " + deadline + ", expected more than zero");
    }
    deadline = deadline.compareTo(LONGEST) > 0 ? LONGEST : deadline;
  }

  long nanos() {
    return deadline.toNanos();
  }

  CallScope within(Duration other) {
    return new CallScope(other, generation);
  }

  CallScope onGeneration(long other) {
    return new CallScope(deadline, other);
  }
}
