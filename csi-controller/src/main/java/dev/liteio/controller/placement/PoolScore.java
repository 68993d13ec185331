package dev.liteio.controller.placement;

/** How well a pool that will do suits a wish; higher is better. */
final class PoolScore {

  private static final int FULLNESS = 1000;
  private static final int PREFERRED = 10 * FULLNESS;

  private PoolScore() {}

  static long of(PoolView pool, Wish wish) {
    int share = share(pool);
    return locality(pool, wish) + (wish.parameters().spread() ? FULLNESS - share : share);
  }

  /** An earlier node is worth more than any fullness. */
  private static long locality(PoolView pool, Wish wish) {
    if (!prefersNodes(wish)) {
      return 0;
    }
    var order = wish.accessibility().order();
    int rank = order.indexOf(pool.node());
    return rank < 0 ? 0 : (long) PREFERRED * (order.size() - rank);
  }

  /** Whether the order of nodes counts at all. */
  static boolean prefersNodes(Wish wish) {
    return switch (wish.parameters().locality()) {
      case PREFERRED, REQUIRED -> true;
      case REMOTE, ANY -> false;
    };
  }

  /**
   * How much of a pool is used, in thousandths. Fuller is better, so that large holes stay for
   * large volumes; emptier when volumes are to be spread.
   */
  static int share(PoolView pool) {
    if (pool.capacity() <= 0) {
      return 0;
    }
    return (int) ((double) (pool.capacity() - pool.free()) / pool.capacity() * FULLNESS);
  }
}
