package dev.liteio.agent.pass;

import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.ObservedPool;
import dev.liteio.crd.LogicalVolumeStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pass led to.
 *
 * @param volumes one for each volume of the pool
 * @param after what was there at its end
 * @param settled whether nothing went wrong and nothing is left to be done
 */
public record PassResult(List<OfVolume> volumes, ObservedPool after, boolean settled) {

  public PassResult {
    volumes = List.copyOf(volumes);
  }

  /**
   * What is to be said about one volume.
   *
   * @param status null when the object may go: its data is destroyed, as ordered
   */
  public record OfVolume(DesiredVolume volume, @Nullable LogicalVolumeStatus status) {}
}
