package dev.liteio.controller.placement;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pools that are equally full, by name; and how large the largest volume is that one of them takes.
 */
final class Level {

  private final NavigableMap<String, PoolView> pools = new TreeMap<>();
  private final NavigableMap<Long, Integer> thick = new TreeMap<>();
  private final NavigableMap<Long, Integer> thin = new TreeMap<>();

  void add(PoolView pool) {
    pools.put(pool.name(), pool);
    thick.merge(pool.room(false), 1, Integer::sum);
    thin.merge(pool.room(true), 1, Integer::sum);
  }

  void remove(PoolView pool) {
    pools.remove(pool.name());
    countDown(thick, pool.room(false));
    countDown(thin, pool.room(true));
  }

  private static void countDown(NavigableMap<Long, Integer> rooms, long room) {
    rooms.computeIfPresent(room, (key, count) -> count == 1 ? null : count - 1);
  }

  boolean isEmpty() {
    return pools.isEmpty();
  }

  /** The first that will do. */
  @Nullable PoolView first(Wish wish) {
    NavigableMap<Long, Integer> rooms = wish.parameters().thin() ? thin : thick;
    if (rooms.isEmpty() || rooms.lastKey() < wish.bytes()) {
      return null;
    }
    for (PoolView pool : pools.values()) {
      if (PoolFilter.against(pool, wish) == null) {
        return pool;
      }
    }
    return null;
  }
}
