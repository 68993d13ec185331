package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Nodes;
import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.placement.Placement;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.failure.CapacityExhausted;
import dev.liteio.volume.ByteSize;
import java.util.HashSet;
import java.util.Set;

/** Where a volume goes. */
final class PoolChoice {

  private final PoolTable pools;
  private final Nodes nodes;

  PoolChoice(PoolTable pools, Nodes nodes) {
    this.pools = pools;
    this.nodes = nodes;
  }

  /**
   * Looks whether there may be a pool, without asking anybody: most calls that cannot succeed end
   * here.
   *
   * @throws CapacityExhausted with the reasons, counted, when there is none
   */
  void check(VolumeIntent intent, long bytes) {
    PoolView _ = placed(pools.place(wish(intent, bytes, Set.of(), Set.of())), intent, bytes);
  }

  /**
   * The best pool.
   *
   * @param avoid pools that refused it already
   * @throws CapacityExhausted with the reasons, counted, when there is none
   */
  PoolView choose(VolumeIntent intent, long bytes, Set<String> avoid) {
    return placed(place(intent, bytes, avoid), intent, bytes);
  }

  /** Whether there is one beside those. */
  boolean isThere(VolumeIntent intent, long bytes, Set<String> avoid) {
    return place(intent, bytes, avoid) instanceof Placement.Placed;
  }

  /**
   * On a node that runs. An agent that died says nothing any more: its pool stays Ready, and as
   * empty as it was.
   */
  private Placement place(VolumeIntent intent, long bytes, Set<String> avoid) {
    Set<String> away = new HashSet<>();
    while (true) {
      Placement placement = pools.place(wish(intent, bytes, avoid, away));
      if (placement instanceof Placement.Placed(PoolView pool) && nodes.isAway(pool.nodeName())) {
        away.add(pool.nodeName());
      } else {
        return placement;
      }
    }
  }

  private static Wish wish(VolumeIntent intent, long bytes, Set<String> avoid, Set<String> away) {
    return new Wish(bytes, intent.parameters(), intent.accessibility(), avoid, away);
  }

  private static PoolView placed(Placement placement, VolumeIntent intent, long bytes) {
    return switch (placement) {
      case Placement.Placed there -> there.pool();
      case Placement.Refused refused ->
          throw new CapacityExhausted(
              "no pool takes %s of %s: %s"
                  .formatted(new ByteSize(bytes), intent.csiName(), refused.explanation()));
    };
  }
}
