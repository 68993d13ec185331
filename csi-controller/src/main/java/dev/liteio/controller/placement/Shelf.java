package dev.liteio.controller.placement;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pools in the order in which they are filled: by how full they are, then by name. */
final class Shelf {

  private final NavigableMap<Integer, Level> levels = new TreeMap<>();
  private int size;

  void add(PoolView pool) {
    levels.computeIfAbsent(PoolScore.share(pool), share -> new Level()).add(pool);
    size++;
  }

  void remove(PoolView pool) {
    levels.computeIfPresent(
        PoolScore.share(pool),
        (share, level) -> {
          level.remove(pool);
          return level.isEmpty() ? null : level;
        });
    size--;
  }

  int size() {
    return size;
  }

  /** The best that will do, where its node does not count. */
  @Nullable PoolView best(Wish wish) {
    var order = wish.parameters().spread() ? levels : levels.descendingMap();
    for (Level level : order.values()) {
      PoolView first = level.first(wish);
      if (first != null) {
        return first;
      }
    }
    return null;
  }
}
