package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator wants of a pool.
 *
 * @param node the node its disks are in
 * @param engine how volumes are made on it
 * @param devices the disks or files; the agent takes these and no others
 * @param clusterSizeBytes the unit of allocation; 4 MiB when absent
 * @param overcommitPercent how much thin volumes may promise beyond what is there; 100 when absent
 * @param reservedBytes kept free whatever is asked
 * @param maxConsumers how many different nodes may use the pool from afar; no limit when absent
 * @param cordoned takes no new volumes
 * @param lost the node will never return: its volumes are given up
 */
@ValidationRule(
    value = "self.node == oldSelf.node",
    message = "a pool cannot move to another node",
    fieldPath = ".node")
@ValidationRule(
    value =
        "has(self.engine) == has(oldSelf.engine) && (!has(self.engine) || self.engine == oldSelf.engine)",
    message = "the engine of a pool cannot change",
    fieldPath = ".engine")
@ValidationRule(
    value =
        "has(self.clusterSizeBytes) == has(oldSelf.clusterSizeBytes) && (!has(self.clusterSizeBytes) || self.clusterSizeBytes == oldSelf.clusterSizeBytes)",
    message = "the cluster size is on the disk already",
    fieldPath = ".clusterSizeBytes")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoragePoolSpec(
    @Required @SelectableField String node,
    @Nullable PoolEngineKind engine,
    @Required @Size(min = 1, max = 64) List<PoolDevice> devices,
    @Min(1048576) @Max(1073741824) @Nullable Long clusterSizeBytes,
    @Min(100) @Max(10000) @Nullable Integer overcommitPercent,
    @Min(0) @Nullable Long reservedBytes,
    @Min(1) @Nullable Integer maxConsumers,
    @Nullable Boolean cordoned,
    @Nullable Boolean lost) {

  private static final long DEFAULT_CLUSTER_SIZE = 4L << 20;

  /** A pool with everything at its default. */
  public static StoragePoolSpec of(String node, List<PoolDevice> devices) {
    return new StoragePoolSpec(node, null, devices, null, null, null, null, null, null);
  }

  /** The engine, with its default. */
  public PoolEngineKind engineOrDefault() {
    return engine == null ? PoolEngineKind.LVS : engine;
  }

  /** The cluster size, with its default. */
  public long clusterSizeOrDefault() {
    return clusterSizeBytes == null ? DEFAULT_CLUSTER_SIZE : clusterSizeBytes;
  }

  /** The over-commit factor of thin volumes in per cent, with its default. */
  public int overcommitOrDefault() {
    return overcommitPercent == null ? 100 : overcommitPercent;
  }

  /** What is kept free, with its default. */
  public long reservedOrDefault() {
    return reservedBytes == null ? 0 : reservedBytes;
  }

  /** Whether it takes no new volumes. */
  public boolean cordonedOrFalse() {
    return Boolean.TRUE.equals(cordoned);
  }

  /** Whether its node will never return. */
  public boolean lostOrFalse() {
    return Boolean.TRUE.equals(lost);
  }
}
