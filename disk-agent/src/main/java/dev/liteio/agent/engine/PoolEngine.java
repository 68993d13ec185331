package dev.liteio.agent.engine;

import java.util.concurrent.CompletableFuture;

/**
 * Makes volumes on the devices of pools.
 *
 * <p>Every mutation is absolute. A future that fails says nothing about whether the change took
 * place: read again. What a volume released is zero before another tenant can read it, thick or
 * thin, whole or grown part.
 */
public interface PoolEngine {

  /**
   * What is there. Devices that are not in use are UNAVAILABLE; volumes are those of all stores of
   * ours, also of pools that are not this one.
   */
  CompletableFuture<PoolContents> list(PoolLayout pool);

  /**
   * Takes into use the devices that {@code seen} shows as not ready. A device is taken only when it
   * carries our own store, or is blank and then gets one; what cannot be taken is answered in
   * {@link LoadReport}. May block; never throws for what is wrong with a device.
   */
  LoadReport load(PoolLayout pool, PoolContents seen);

  /** Whether another living process may still serve from a device, also one that is not listed. */
  boolean isHeldElsewhere(String pool, String path);

  /**
   * Makes a volume; fails with reason NO_SPACE when it does not fit and leaves nothing then. Fails
   * when there is one of that name.
   */
  CompletableFuture<Void> create(String store, String name, long sizeBytes, boolean thin);

  /** Grows a volume to a size; done when it has it already. Never cuts. */
  CompletableFuture<Void> grow(StoredVolume volume, long sizeBytes);

  /**
   * Destroys a volume and its data; done when there is none. One that takes longer than a call may
   * is listed until it is over.
   */
  CompletableFuture<Void> delete(StoredVolume volume);
}
