package dev.liteio.controller.placement;

import dev.liteio.controller.request.SizeRange;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses pools. CreateVolume and GetCapacity ask the same filters, so that they agree; of nodes
 * that are away only CreateVolume knows.
 */
public final class Placer {

  private Placer() {}

  /** How much there is for volumes like that. */
  public record Capacity(long available, long largest) {}

  /**
   * The best pool for {@code wish}, by looking at every one: what {@link PoolIndex} is held
   * against, and how refusals are counted.
   */
  public static Placement place(Collection<PoolView> pools, Wish wish) {
    PoolView best = null;
    long bestScore = 0;
    for (PoolView pool : pools) {
      if (PoolFilter.against(pool, wish) == null) {
        long score = PoolScore.of(pool, wish);
        if (best == null || score > bestScore || (score == bestScore && isBefore(pool, best))) {
          best = pool;
          bestScore = score;
        }
      }
    }
    return best == null ? refused(pools, wish) : new Placement.Placed(best);
  }

  private static boolean isBefore(PoolView pool, PoolView best) {
    return pool.name().compareTo(best.name()) < 0;
  }

  private static Placement refused(Collection<PoolView> pools, Wish wish) {
    Map<String, Refusals> reasons = new TreeMap<>();
    for (PoolView pool : pools) {
      @Nullable PoolFilter filter = PoolFilter.against(pool, wish);
      if (filter != null) {
        Refusals known = reasons.getOrDefault(filter.reason(), Refusals.NONE);
        reasons.put(filter.reason(), known.with(filter.described(pool, wish)));
      }
    }
    return new Placement.Refused(pools.size(), reasons);
  }

  /** How much there is, and the largest single volume. */
  public static Capacity capacity(Collection<PoolView> pools, Wish wish) {
    long available = 0;
    long largest = 0;
    for (PoolView pool : pools) {
      if (PoolFilter.against(pool, wish) == null) {
        long room = SizeRange.largestUpTo(pool.room(wish.parameters().thin()));
        available += room;
        largest = Math.max(largest, room);
      }
    }
    return new Capacity(available, largest);
  }
}
