package dev.liteio.agent.pass;

import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.ObservedPool;
import dev.liteio.crd.LogicalVolumeStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  public record OfVolume(DesiredVolume volume, @Nullable LogicalVolumeStatus status) {
    /** Whether somebody is listed whom the spec does not let in: a proof is owed. */
    boolean owesProof() {
      Set<String> listed = new HashSet<>(status == null ? List.of() : status.hostsOrEmpty());
      volume.spec().hostsOrEmpty().forEach(host -> listed.remove(host.hostNqn()));
      return !listed.isEmpty();
    }
  }
}
