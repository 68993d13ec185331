package dev.liteio.spdk.jsonrpc;

import java.time.Duration;

/** How long to wait before the next attempt to connect: doubled each time, up to the longest. */
public record BackOff(Duration first, Duration longest) {

  private static final int MOST_DOUBLINGS = 20;

  public BackOff {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "back-off is " + first + " to " + longest + ", expected more than zero and rising");
    }
  }

  /** The wait after this many failures in a row, from 1. */
  Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
