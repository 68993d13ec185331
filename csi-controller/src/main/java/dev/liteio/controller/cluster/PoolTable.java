package dev.liteio.controller.cluster;

import dev.liteio.controller.placement.Placement;
import dev.liteio.controller.placement.Placer;
import dev.liteio.controller.placement.PoolIndex;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.placement.Wish;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.volume.NodeName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools as placement sees them, kept up to date by what is heard of pools and logical volumes,
 * so that a decision reads and computes nothing.
 */
public final class PoolTable {

  private static final Logger log = LoggerFactory.getLogger(PoolTable.class);

  private final PoolIndex index = new PoolIndex();
  private final Map<String, StoragePool> pools = new HashMap<>();
  private final Map<String, Map<String, Use>> uses = new HashMap<>();

  /** What one logical volume takes of its pool. */
  private record Use(long pendingBytes, Set<String> nodes) {}

  /** The pool of that name, as placement sees it. */
  public synchronized Optional<PoolView> get(String name) {
    return index.get(name);
  }

  /** The best pool for a leg, or why there is none. */
  public synchronized Placement place(Wish wish) {
    return index.place(wish);
  }

  /** How much there is for legs like that. */
  public synchronized Placer.Capacity capacity(Wish wish) {
    return Placer.capacity(index.all(), wish);
  }

  /** Something was heard of a pool. */
  public synchronized void changed(String name, @Nullable StoragePool pool) {
    if (pool == null || pool.getSpec() == null) {
      pools.remove(name);
      index.remove(name);
      return;
    }
    pools.put(name, pool);
    refresh(name);
  }

  /** Something was heard of a logical volume. */
  public synchronized void changed(
      String name, @Nullable String poolName, @Nullable LogicalVolume volume) {
    if (poolName == null) {
      return; // an object that nobody should have written: its agent says so
    }
    Map<String, Use> there = uses.computeIfAbsent(poolName, key -> new HashMap<>());
    // a name is used again: what is there now may be on another pool than what went
    Use now = volume == null || !poolName.equals(volume.getSpec().pool()) ? null : use(volume);
    Use before = now == null ? there.remove(name) : there.put(name, now);
    if (!Objects.equals(now, before)) {
      refresh(poolName);
    }
  }

  private static Use use(LogicalVolume volume) {
    Set<String> nodes = new HashSet<>();
    for (AllowedHost host : volume.getSpec().hostsOrEmpty()) {
      if (host.node() != null && !host.node().equals(volume.getSpec().node())) {
        nodes.add(host.node());
      }
    }
    return new Use(isPending(volume) ? Math.max(0, volume.getSpec().sizeBytes()) : 0, nodes);
  }

  /** The pool's figures do not know of it yet. */
  private static boolean isPending(LogicalVolume volume) {
    LogicalVolumeStatus status = volume.getStatus();
    return status == null
        || status.state() == null
        || status.state() == LogicalVolumeState.NOT_READY;
  }

  private void refresh(String name) {
    StoragePool pool = pools.get(name);
    if (pool == null) {
      return;
    }
    try {
      index.put(view(pool, uses.getOrDefault(name, Map.of()).values()));
    } catch (IllegalArgumentException e) {
      log.warn("pool={} makes no sense and is left out: {}", name, e.getMessage());
      index.remove(name);
    }
  }

  private static PoolView view(StoragePool pool, Collection<Use> uses) {
    StoragePoolSpec spec = pool.getSpec();
    StoragePoolStatus status = pool.getStatus();
    long pending = uses.stream().mapToLong(Use::pendingBytes).reduce(0, PoolTable::sum);
    Set<String> consumers = new HashSet<>();
    uses.forEach(use -> consumers.addAll(use.nodes()));
    Map<String, String> labels = pool.getMetadata().getLabels();
    Integer most = spec.maxConsumers();
    return new PoolView(
        pool.getMetadata().getName(),
        spec.node(),
        new NodeName(spec.node()).label(),
        labels == null ? Map.of() : labels,
        isReady(pool),
        spec.cordonedOrFalse() || spec.lostOrFalse(),
        bytes(status == null ? null : status.capacityBytes()),
        Math.max(0, bytes(status == null ? null : status.freeBytes()) - pending),
        Math.max(0, bytes(status == null ? null : status.largestFreeBytes()) - pending),
        spec.overcommitOrDefault(),
        consumers.size(),
        most == null ? Integer.MAX_VALUE : most);
  }

  private static boolean isReady(StoragePool pool) {
    StoragePoolStatus status = pool.getStatus();
    return pool.getMetadata().getDeletionTimestamp() == null
        && status != null
        && Conditions.holds(status.conditions(), StoragePoolStatus.READY);
  }

  private static long bytes(@Nullable Long value) {
    return value == null ? 0 : Math.max(0, value);
  }

  /** Of what is not negative; what is too much stays too much. */
  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }
}
