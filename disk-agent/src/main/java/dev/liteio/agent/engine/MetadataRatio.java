package dev.liteio.agent.engine;

import org.jspecify.annotations.Nullable;

/**
 * How many metadata pages an lvstore gets. After a crash SPDK reads all of them, about 54
 * microseconds each, before the pool is back; the number cannot be changed later.
 */
final class MetadataRatio {

  /** About 0.45 s of loading. */
  private static final long PAGES = 8_192;

  private static final int PERCENT = 100;

  private MetadataRatio() {}

  /** Pages in per cent of the clusters; null for the default of one page for each cluster. */
  static @Nullable Integer of(long deviceBytes, long clusterBytes) {
    long clusters = Math.max(1, deviceBytes / clusterBytes);
    return clusters <= PAGES ? null : (int) Math.max(1, PAGES * PERCENT / clusters);
  }
}
