package dev.liteio.controller.placement;

import dev.liteio.controller.request.Locality;

/** How well a pool that will do suits a wish; higher is better. */
final class PoolScore {

  private static final int ON_THE_CONSUMER = 1_000_000;
  private static final int PREFERRED = 10_000;
  private static final int FULLNESS = 1000;

  private PoolScore() {}

  static long of(PoolView pool, Wish wish) {
    return locality(pool, wish) + fullness(pool, wish);
  }

  private static long locality(PoolView pool, Wish wish) {
    Locality locality = wish.parameters().locality();
    if (locality == Locality.ANY || locality == Locality.REMOTE) {
      return 0;
    }
    if (PoolFilter.isConsumer(pool, wish)) {
      return ON_THE_CONSUMER;
    }
    int rank = wish.accessibility().preferred().indexOf(pool.node());
    return rank < 0 ? 0 : (long) PREFERRED * (wish.accessibility().preferred().size() - rank);
  }

  /**
   * Fuller is better, so that large holes stay for large volumes; emptier when it is to be spread.
   */
  private static long fullness(PoolView pool, Wish wish) {
    if (pool.capacity() <= 0) {
      return 0;
    }
    long used = pool.capacity() - pool.free();
    long share = (long) ((double) used / pool.capacity() * FULLNESS);
    return wish.parameters().spread() ? FULLNESS - share : share;
  }
}
