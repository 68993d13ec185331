package dev.liteio.rpc;

import dev.liteio.failure.DeadlineExpired;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when something has to be done, on the clock that never jumps.
 *
 * @param endNanos in terms of {@link System#nanoTime}
 */
public record TimeLimit(long endNanos) {
  /** That long from now. */
  public static TimeLimit after(Duration time) {
    return new TimeLimit(System.nanoTime() + time.toNanos());
  }

  /** What the caller of the current gRPC call still gives, and {@code most} at most. */
  public static TimeLimit ofCall(Duration most) {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return after(most);
    }
    Duration left = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    return after(left.compareTo(most) < 0 ? left : most);
  }

  /** What is left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  /** What is left, and {@code most} at most: for a single step. */
  public Duration remaining(Duration most) {
    Duration left = remaining();
    return left.compareTo(most) < 0 ? left : most;
  }

  /** Whether nothing is left. */
  public boolean expired() {
    return remaining().isZero();
  }

  /**
   * Goes on only when time is left.
   *
   * @param before the step that would come next
   * @throws DeadlineExpired when none is
   */
  public void check(String before) {
    if (expired()) {
      throw new DeadlineExpired("no time left before: " + before + "; repeat the call");
    }
  }
}
