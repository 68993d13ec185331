package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.placement.Placement;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.failure.CapacityExhausted;
import dev.liteio.volume.ByteSize;
import java.util.Set;

/** Where a volume goes. */
final class PoolChoice {

  private final PoolTable pools;

  PoolChoice(PoolTable pools) {
    this.pools = pools;
  }

  /**
   * The best pool.
   *
   * @param avoid pools that refused it already
   * @throws CapacityExhausted with the reasons, counted, when there is none
   */
  PoolView choose(VolumeIntent intent, long bytes, Set<String> avoid) {
    Wish wish = new Wish(bytes, intent.parameters(), intent.accessibility(), avoid);
    return switch (pools.place(wish)) {
      case Placement.Placed placed -> placed.pool();
      case Placement.Refused refused ->
          throw new CapacityExhausted(
              "no pool takes %s of %s: %s"
                  .formatted(new ByteSize(bytes), intent.csiName(), refused.explanation()));
    };
  }
}
