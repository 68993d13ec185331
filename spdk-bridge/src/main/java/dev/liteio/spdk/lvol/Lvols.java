package dev.liteio.spdk.lvol;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Logical volumes and their stores. Overlapping calls on one store can crash a real target, so
 * those that change something run one after the other per store, in the order asked for; readers do
 * not wait. A call whose answer is overdue holds its store back: later ones fail unsent, until the
 * late answer comes or the connection ends.
 */
public interface Lvols {

  /** RPC bdev_lvol_get_lvstores: all stores. */
  CompletableFuture<List<Lvstore>> stores();

  /** RPC bdev_lvol_get_lvstores of one; empty when it is not loaded. */
  CompletableFuture<Optional<Lvstore>> findStore(String store);

  /** RPC bdev_lvol_create_lvstore; answers the uuid of the new store. */
  CompletableFuture<String> createStore(CreateLvstore request);

  /** RPC bdev_lvol_grow_lvstore: takes the room its bdev has gained; done also if there is none. */
  CompletableFuture<Void> growStore(String store);

  /** RPC bdev_lvol_delete_lvstore: deletes all volumes in it without asking. */
  CompletableFuture<Void> deleteStore(String store);

  /** RPC bdev_lvol_get_lvols: all volumes and snapshots of all stores. */
  CompletableFuture<List<Lvol>> list();

  /** RPC bdev_lvol_get_lvols of one store. */
  CompletableFuture<List<Lvol>> list(String store);

  /** RPC bdev_lvol_create; answers the uuid of the new volume, which is the name of its bdev. */
  CompletableFuture<String> create(CreateLvol request);

  /**
   * RPC bdev_lvol_resize: sets the size, in MiB. The caller makes sure that it does not shrink: the
   * target cuts volumes without asking, even exported ones.
   */
  CompletableFuture<Void> resize(LvolName name, long sizeInMib);

  /** RPC bdev_lvol_delete: also of a volume that is exported, its namespace vanishes. */
  CompletableFuture<Void> delete(LvolName name);

  /** RPC bdev_lvol_snapshot, into the same store; answers the uuid of the snapshot. */
  CompletableFuture<String> snapshot(LvolName source, String snapshot);

  /** RPC bdev_lvol_clone of a snapshot or read-only volume; answers the uuid of the clone. */
  CompletableFuture<String> clone(LvolName snapshot, String clone);

  /** RPC bdev_lvol_inflate: copies everything; the volume becomes thick and has no parent. */
  CompletableFuture<Void> inflate(LvolName name);

  /** RPC bdev_lvol_decouple_parent: copies what the parent holds, stays thin. */
  CompletableFuture<Void> decoupleParent(LvolName name);

  /** RPC bdev_lvol_set_read_only; no call undoes it. */
  CompletableFuture<Void> setReadOnly(LvolName name);

  /** RPC bdev_lvol_rename within its store. */
  CompletableFuture<Void> rename(LvolName name, String newName);

  /**
   * Whether the answer of a call that changes this store is overdue, so that the target may still
   * be at work on it.
   */
  boolean isHeldBack(String store);

  /**
   * Runs a call that must not meet those on this store, such as the deletion of the bdev below it.
   * When its answer is overdue the store is not held back: read the state before going on.
   */
  <T> CompletableFuture<T> alone(String store, Supplier<CompletableFuture<T>> call);
}
