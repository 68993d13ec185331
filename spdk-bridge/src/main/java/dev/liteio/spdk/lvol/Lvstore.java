package dev.liteio.spdk.lvol;

import org.jspecify.annotations.Nullable;

/**
 * A store as bdev_lvol_get_lvstores reports it. Its uuid and name live on the disk.
 *
 * @param clusterSize bytes
 * @param maxGrowableSize bytes to which it can grow
 */
public record Lvstore(
    String uuid,
    String name,
    String baseBdev,
    long totalDataClusters,
    long freeClusters,
    long blockSize,
    long clusterSize,
    @Nullable Long maxGrowableSize) {

  /** Bytes for data. */
  public long capacityInBytes() {
    return Math.multiplyExact(totalDataClusters, clusterSize);
  }

  /** Bytes not taken by any volume; thin ones may have promised more. */
  public long freeInBytes() {
    return Math.multiplyExact(freeClusters, clusterSize);
  }
}
