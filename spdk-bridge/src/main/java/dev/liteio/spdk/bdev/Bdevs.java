package dev.liteio.spdk.bdev;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Block devices of a target. A name may be the name, an alias or the uuid. Names, aliases and uuids
 * share one name space.
 */
public interface Bdevs {

  /** RPC bdev_get_bdevs: all of them, in order of registration. */
  CompletableFuture<List<Bdev>> list();

  /** RPC bdev_get_bdevs of one; empty when there is none. */
  CompletableFuture<Optional<Bdev>> find(String name);

  /** RPC bdev_get_bdevs with a timeout: waits for it; empty when it did not come. */
  CompletableFuture<Optional<Bdev>> await(String name, Duration patience);

  /** RPC bdev_aio_create; answers the name, after a store on it was loaded. */
  CompletableFuture<String> createAio(CreateAio request);

  /** RPC bdev_aio_delete: unloads a store that is on it, its data stays. */
  CompletableFuture<Void> deleteAio(String name);

  /** RPC bdev_aio_rescan: takes notice that the file has grown. */
  CompletableFuture<Void> rescanAio(String name);

  /** RPC bdev_uring_create; answers the name. */
  CompletableFuture<String> createUring(CreateUring request);

  /** RPC bdev_uring_delete. */
  CompletableFuture<Void> deleteUring(String name);

  /** RPC bdev_uring_rescan. */
  CompletableFuture<Void> rescanUring(String name);

  /** RPC bdev_malloc_create; answers the name. */
  CompletableFuture<String> createMalloc(CreateMalloc request);

  /** RPC bdev_malloc_delete. */
  CompletableFuture<Void> deleteMalloc(String name);

  /** RPC bdev_wait_for_examine: done when every bdev was searched for stores. */
  CompletableFuture<Void> waitForExamine();

  /** RPC bdev_get_iostat of these bdevs, or of all when the list is empty. */
  CompletableFuture<IoStatistics> statistics(List<String> names);

  /** RPC bdev_set_qos_limit; refused as busy when nobody has the bdev open. */
  CompletableFuture<Void> setRateLimits(String name, RateLimits limits);
}
