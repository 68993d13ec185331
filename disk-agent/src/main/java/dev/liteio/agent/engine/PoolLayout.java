package dev.liteio.agent.engine;

import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.StoragePoolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which devices make up a pool.
 *
 * @param paths as in the spec, in its order, each once
 * @param clusterBytes the unit of allocation of stores that are yet to be made
 */
public record PoolLayout(String pool, List<String> paths, long clusterBytes) {

  public PoolLayout {
    paths = List.copyOf(paths);
  }

  /** The layout a spec asks for; without a spec there are no devices. */
  public static PoolLayout of(String pool, @Nullable StoragePoolSpec spec) {
    return spec == null
        ? new PoolLayout(pool, List.of(), 0)
        : new PoolLayout(
            pool,
            spec.devices().stream().map(PoolDevice::path).distinct().toList(),
            spec.clusterSizeOrDefault());
  }
}
