package dev.liteio.controller.cluster;

import dev.liteio.rpc.TimeLimit;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Waiting for something to become true in the cluster: looked at again whenever anything was heard,
 * and now and then in case nothing is.
 */
public final class Changes {

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

  private long heard;

  /** Something changed. */
  public synchronized void tell() {
    heard++;
    notifyAll();
  }

  /** A look at the cluster; null = not yet. */
  @FunctionalInterface
  public interface Look<T> extends Supplier<@org.jspecify.annotations.Nullable T> {}

  /**
   * Looks until there is an answer.
   *
   * @return null when the time is over
   */
  public <T> @org.jspecify.annotations.Nullable T await(Look<T> look, TimeLimit limit)
      throws InterruptedException {
    while (true) {
      long before = heardSoFar();
      T answer = look.get();
      if (answer != null || limit.expired()) {
        return answer;
      }
      awaitNews(before, limit.remaining(LONGEST_SILENCE));
    }
  }

  private synchronized long heardSoFar() {
    return heard;
  }

  private synchronized void awaitNews(long before, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); heard == before && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }
}
