package dev.liteio.target.lvs;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that has to be remembered of a store.
 *
 * @param clusterSize bytes
 * @param blockSize of the device it was made on; another one would misread it
 * @param dataOffset where on the device the first data cluster begins, in bytes; it stays when the
 *     device grows
 * @param clusters how many data clusters
 */
record LvsImage(
    UUID uuid,
    String name,
    long clusterSize,
    int blockSize,
    long dataOffset,
    int clusters,
    ClearMethod clearMethod,
    List<LvolImage> lvols) {

  /**
   * All that has to be remembered of a volume.
   *
   * @param parent the snapshot below it
   * @param map where its clusters are
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // copied at both ends; a list would box a million clusters
  record LvolImage(
      UUID uuid,
      String name,
      boolean thin,
      boolean snapshot,
      boolean readOnly,
      ClearMethod clearMethod,
      @Nullable UUID parent,
      int[] map) {}
}
