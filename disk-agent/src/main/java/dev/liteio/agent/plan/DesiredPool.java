package dev.liteio.agent.plan;

import dev.liteio.crd.StoragePoolSpec;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API server says about one pool of this node, read at one moment.
 *
 * @param spec null when there is no such pool on this node; its volumes are served all the same
 * @param volumes oldest first: in that order they get room
 */
public record DesiredPool(
    String name, @Nullable StoragePoolSpec spec, List<DesiredVolume> volumes) {

  private static final Comparator<DesiredVolume> OLDEST_FIRST =
      Comparator.comparing(DesiredVolume::created).thenComparing(DesiredVolume::name);

  public DesiredPool {
    volumes = volumes.stream().sorted(OLDEST_FIRST).toList();
  }
}
