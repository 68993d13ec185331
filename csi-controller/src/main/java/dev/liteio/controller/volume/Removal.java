package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
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
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Taking away what DeleteVolume, or a CreateVolume that came to nothing, may take away. Everything
 * here is about exactly the objects that were read, never about later ones of their names.
 */
public final class Removal {

  private final Cluster cluster;
  private final Changes changes;

  public Removal(Cluster cluster, Changes changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /** Orders the destruction of a logical volume and its data; it is not waited for. */
  void order(LogicalVolume volume) {
    order(volume, now -> true);
  }

  /** Destroys an attempt and waits until nothing of it is left, unless it was accepted. */
  void refuse(LogicalVolume attempt, TimeLimit limit) throws InterruptedException {
    order(attempt, now -> !Attempts.isAccepted(now));
    awaitGone(
        "LogicalVolume " + attempt.getMetadata().getName(),
        List.of(attempt),
        () -> reread(attempt).filter(now -> !Attempts.isAccepted(now)).isEmpty(),
        limit);
  }

  private void order(LogicalVolume read, Predicate<LogicalVolume> condition) {
    String name = read.getMetadata().getName();
    Optional<LogicalVolume> ordered =
        cluster
            .logicalVolumes()
            .edit(
                read,
                now -> {
                  if (Incarnation.isSame(now, read)
                      && condition.test(now)
                      && !now.getSpec().destroyOrFalse()) {
                    now.setSpec(now.getSpec().destroyed());
                  }
                  return now;
                })
            .filter(now -> Incarnation.isSame(now, read) && now.getSpec().destroyOrFalse());
    while (ordered.isPresent()
        && !Finalizers.isBeingDeleted(ordered.get())
        && !cluster.logicalVolumes().delete(ordered.get())) {
      ordered = reread(read); // it changed under us
    }
    if (ordered.isPresent() && isOnLostPool(read)) {
      // its agent will never come back to let go of it
      cluster
          .logicalVolumes()
          .edit(
              name,
              now ->
                  Incarnation.isSame(now, read)
                      ? Finalizers.without(now, Group.AGENT_FINALIZER)
                      : now);
    }
  }

  private Optional<LogicalVolume> reread(LogicalVolume volume) {
    return cluster
        .logicalVolumes()
        .get(volume.getMetadata().getName())
        .filter(now -> Incarnation.isSame(now, volume));
  }

  private boolean isOnLostPool(LogicalVolume volume) {
    return cluster
        .pools()
        .get(volume.getSpec().pool())
        .map(StoragePool::getSpec)
        .map(spec -> spec.lostOrFalse())
        .orElse(false);
  }

  /**
   * Destroys a volume that never was one: no leg was chosen when it was read. The deletion holds
   * only for what was read, so that a replica which chooses one now keeps it.
   */
  void giveUp(Volume read, TimeLimit limit) throws InterruptedException {
    Volume going =
        Optional.of(read)
            .filter(volume -> Legs.chosen(volume, Legs.ONLY).isEmpty())
            .flatMap(this::ordered)
            .orElseThrow(() ->
                new OperationPending(
                    read.getMetadata().getName()
                        + ": another replica goes on with it; repeat the call"));
    finish(going, attempt -> Attempts.isOf(read, attempt) || !Attempts.isAccepted(attempt), limit);
  }

  /**
   * Orders the destruction of a volume, before anything else: a replica that still makes it must
   * see that it is going.
   *
   * @return the volume; empty when there is none
   */
  Optional<Volume> begin(VolumeId id) {
    Optional<Volume> read = cluster.volumes().get(id.value());
    while (read.isPresent()) {
      Optional<Volume> ordered = ordered(read.get());
      if (ordered.isPresent()) {
        return ordered;
      }
      read = reread(read.get()); // it changed under us
    }
    return read;
  }

  /** The order given on top of what was read; empty when that is not what is there any more. */
  private Optional<Volume> ordered(Volume read) {
    if (read.getSpec().destroyOrFalse()) {
      return Optional.of(read);
    }
    read.setSpec(read.getSpec().destroyed());
    return cluster.volumes().replace(read);
  }

  private Optional<Volume> reread(Volume volume) {
    return cluster
        .volumes()
        .get(volume.getMetadata().getName())
        .filter(now -> Incarnation.isSame(now, volume));
  }

  /** Destroys a volume whose deletion was asked for, with all attempts; nothing is left of it. */
  void finish(Volume going, TimeLimit limit) throws InterruptedException {
    finish(going, attempt -> true, limit);
  }

  private void finish(Volume going, Predicate<LogicalVolume> which, TimeLimit limit)
      throws InterruptedException {
    VolumeId id = new VolumeId(going.getMetadata().getName());
    Optional<Volume> asked = Optional.of(going);
    while (asked.isPresent()
        && !Finalizers.isBeingDeleted(asked.get())
        && !cluster.volumes().delete(asked.get())) {
      asked = reread(going); // it changed under us
    }
    List<LogicalVolume> ordered = empty(going, id, which);
    if (!ordered.isEmpty()) {
      awaitGone("the data of " + id, ordered, () -> empty(going, id, which).isEmpty(), limit);
    }
    cluster
        .volumes()
        .edit(
            id.value(),
            now ->
                Incarnation.isSame(now, going)
                    ? Finalizers.without(now, Group.CONTROLLER_FINALIZER)
                    : now);
    awaitGone("volume " + id, List.of(), () -> reread(going).isEmpty(), limit);
  }

  /**
   * Orders what is left. Attempts are listed before the volume is: none of them can be of a later
   * one of its name.
   *
   * @return what is not gone yet
   */
  private List<LogicalVolume> empty(Volume going, VolumeId id, Predicate<LogicalVolume> which) {
    List<LogicalVolume> attempts = cluster.legsOf(id).stream().filter(which).toList();
    if (reread(going).isEmpty()) {
      return List.of(); // another replica was faster
    }
    attempts.forEach(this::order);
    return attempts;
  }

  /** Destroys what is left of a volume whose object is gone. */
  void finishWithout(VolumeId id, TimeLimit limit) throws InterruptedException {
    List<LogicalVolume> attempts = cluster.legsOf(id);
    if (cluster.volumes().get(id.value()).isPresent()) {
      throw new OperationPending(id + ": is being made; repeat the call");
    }
    attempts.forEach(this::order);
    awaitGone(
        "the data of " + id,
        attempts,
        () -> attempts.stream().allMatch(a -> reread(a).isEmpty()),
        limit);
  }

  private void awaitGone(
      String what, List<LogicalVolume> which, BooleanSupplier gone, TimeLimit limit)
      throws InterruptedException {
    List<String> names = which.stream().map(one -> one.getMetadata().getName()).toList();
    Boolean done =
        changes.await(
            names,
            () -> names.stream().allMatch(name -> changes.heard(name).isEmpty()),
            () -> gone.getAsBoolean() ? true : null,
            limit);
    if (done == null) {
      throw new OperationPending(
          "%s: still being removed by its agent; repeat the call".formatted(what));
    }
  }
}
