package dev.liteio.spdk.lvol;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of bdev_lvol_create_lvstore.
 *
 * @param bdevName the bdev it is written on; one that holds a store already is refused
 * @param clusterSz bytes per cluster, 4 MiB when null
 * @param clearMethod how the device is cleared now
 * @param numMdPagesPerClusterRatio metadata pages in percent of the clusters; bounds how long a
 *     load after a crash takes
 */
public record CreateLvstore(
    String bdevName,
    String lvsName,
    @Nullable Long clusterSz,
    @Nullable ClearMethod clearMethod,
    @Nullable Integer numMdPagesPerClusterRatio) {

  public CreateLvstore {
    LvolName.check("store", lvsName);
  }
}
