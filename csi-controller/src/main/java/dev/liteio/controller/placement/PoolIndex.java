package dev.liteio.controller.placement;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pools, kept in such an order that a decision looks at few of them. It answers exactly what
 * {@link Placer#place} answers after looking at all. Not safe for several threads.
 */
public final class PoolIndex {

  private final Map<String, PoolView> all = new HashMap<>();
  // the shelves hold those that take new volumes at all
  private final Shelf everywhere = new Shelf();
  private final Map<String, Shelf> byNode = new HashMap<>();
  private final Map<Map.Entry<String, String>, Shelf> byLabel = new HashMap<>();

  /** Every pool. */
  public Collection<PoolView> all() {
    return all.values();
  }

  /** The pool of that name. */
  public Optional<PoolView> get(String name) {
    return Optional.ofNullable(all.get(name));
  }

  /** A pool as it is now. */
  public void put(PoolView pool) {
    remove(pool.name());
    all.put(pool.name(), pool);
    if (takesVolumes(pool)) {
      everywhere.add(pool);
      add(byNode, pool.node(), pool);
      pool.labels().entrySet().forEach(label -> add(byLabel, label, pool));
    }
  }

  /** The pool is gone. */
  public void remove(String name) {
    PoolView pool = all.remove(name);
    if (pool != null && takesVolumes(pool)) {
      everywhere.remove(pool);
      remove(byNode, pool.node(), pool);
      pool.labels().entrySet().forEach(label -> remove(byLabel, label, pool));
    }
  }

  private static boolean takesVolumes(PoolView pool) {
    return pool.ready() && !pool.cordoned();
  }

  private static <K> void add(Map<K, Shelf> shelves, K key, PoolView pool) {
    shelves.computeIfAbsent(key, k -> new Shelf()).add(pool);
  }

  private static <K> void remove(Map<K, Shelf> shelves, K key, PoolView pool) {
    shelves.computeIfPresent(
        key,
        (k, shelf) -> {
          shelf.remove(pool);
          return shelf.size() == 0 ? null : shelf;
        });
  }

  /** The best pool for {@code wish}. Only when there is none, all are looked at to say why. */
  public Placement place(Wish wish) {
    PoolView best = best(wish);
    return best == null ? Placer.place(all.values(), wish) : new Placement.Placed(best);
  }

  private @Nullable PoolView best(Wish wish) {
    if (PoolScore.prefersNodes(wish)) {
      for (String node : wish.accessibility().order()) {
        Shelf there = byNode.get(node);
        PoolView best = there == null ? null : there.best(wish);
        if (best != null) {
          return best;
        }
      }
    }
    Shelf narrowest = narrowest(wish);
    return narrowest == null ? null : narrowest.best(wish);
  }

  /** The smallest shelf that holds every pool the selector means; null = it means none. */
  private @Nullable Shelf narrowest(Wish wish) {
    Shelf narrowest = everywhere;
    for (Map.Entry<String, String> label : wish.parameters().pools().labels().entrySet()) {
      Shelf labelled = byLabel.get(label);
      if (labelled == null) {
        return null;
      }
      narrowest = labelled.size() < narrowest.size() ? labelled : narrowest;
    }
    return narrowest;
  }
}
