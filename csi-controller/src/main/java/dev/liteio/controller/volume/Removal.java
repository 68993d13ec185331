package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.failure.OperationPending;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.VolumeId;
import java.util.List;
import java.util.Optional;

/** Taking away what DeleteVolume, or a CreateVolume that came to nothing, may take away. */
public final class Removal {

  private final Cluster cluster;
  private final Changes changes;

  public Removal(Cluster cluster, Changes changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /** Orders the destruction of a logical volume and its data; it is not waited for. */
  void order(LogicalVolume volume) {
    String name = volume.getMetadata().getName();
    Optional<LogicalVolume> ordered =
        cluster
            .logicalVolumes()
            .edit(
                name,
                lv -> {
                  if (!lv.getSpec().destroyOrFalse()) {
                    lv.setSpec(lv.getSpec().destroyed());
                  }
                  return lv;
                });
    if (ordered.isPresent() && !Finalizers.isBeingDeleted(ordered.get())) {
      cluster.logicalVolumes().delete(name);
    }
    if (ordered.isPresent() && isOnLostPool(ordered.get())) {
      // its agent will never come back to let go of it
      cluster.logicalVolumes().edit(name, lv -> Finalizers.without(lv, Group.AGENT_FINALIZER));
    }
  }

  private boolean isOnLostPool(LogicalVolume volume) {
    return cluster
        .pools()
        .get(volume.getSpec().pool())
        .map(StoragePool::getSpec)
        .map(spec -> spec.lostOrFalse())
        .orElse(false);
  }

  /** Destroys an attempt and waits until nothing of it is left. */
  void discard(LogicalVolume attempt, TimeLimit limit) throws InterruptedException {
    order(attempt);
    String name = attempt.getMetadata().getName();
    awaitGone("LogicalVolume " + name, () -> cluster.logicalVolumes().get(name).isEmpty(), limit);
  }

  /**
   * Destroys a volume that never was one: no leg was chosen when it was read. The deletion holds
   * only for what was read, so that a replica which chooses one now keeps it.
   */
  void giveUp(Volume read, VolumeId id, TimeLimit limit) throws InterruptedException {
    if (Legs.chosen(read, 0).isPresent()
        || (!Finalizers.isBeingDeleted(read) && !cluster.volumes().delete(read))) {
      throw new OperationPending(id + ": another replica goes on with it; repeat the call");
    }
    discard(id, limit);
  }

  /** Destroys a volume with all its attempts and waits until nothing of it is left. */
  void discard(VolumeId id, TimeLimit limit) throws InterruptedException {
    Optional<Volume> volume = cluster.volumes().get(id.value());
    if (volume.isPresent() && !Finalizers.isBeingDeleted(volume.get())) {
      // first: a replica that still makes this volume must see that it is going
      cluster.volumes().delete(id.value());
    }
    List<LogicalVolume> attempts = cluster.legsOf(id);
    attempts.forEach(this::order);
    awaitGone("the data of " + id, () -> cluster.legsOf(id).isEmpty(), limit);
    cluster.volumes().edit(id.value(), v -> Finalizers.without(v, Group.CONTROLLER_FINALIZER));
    awaitGone("volume " + id, () -> cluster.volumes().get(id.value()).isEmpty(), limit);
  }

  private interface Gone {
    boolean isGone();
  }

  private void awaitGone(String what, Gone gone, TimeLimit limit) throws InterruptedException {
    Boolean done = changes.await(() -> gone.isGone() ? true : null, limit);
    if (done == null) {
      throw new OperationPending(
          "%s: still being removed by its agent; repeat the call".formatted(what));
    }
  }
}
