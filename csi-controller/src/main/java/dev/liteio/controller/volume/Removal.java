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

  /** Orders the destruction of an attempt, unless it was accepted; it is not waited for. */
  void abandon(LogicalVolume attempt) {
    order(attempt, now -> !Attempts.isAccepted(now));
  }

  /** Destroys an attempt and waits until nothing of it is left, unless it was accepted. */
  void refuse(LogicalVolume attempt, TimeLimit limit) throws InterruptedException {
    abandon(attempt);
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
    finish(
        going,
        cluster.legsOf(new VolumeId(going.getMetadata().getName())),
        attempt -> Attempts.isOf(read, attempt) || !Attempts.isAccepted(attempt),
        limit);
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

  /**
   * Destroys a volume as it was ordered, with all attempts; nothing is left of it.
   *
   * @param attempts what there was of it, listed after its destruction was ordered
   */
  void finish(Volume going, List<LogicalVolume> attempts, TimeLimit limit)
      throws InterruptedException {
    finish(going, attempts, attempt -> true, limit);
  }

  private void finish(
      Volume going, List<LogicalVolume> attempts, Predicate<LogicalVolume> which, TimeLimit limit)
      throws InterruptedException {
    VolumeId id = new VolumeId(going.getMetadata().getName());
    askForDeletion(going);
    Remains remains = order(going, attempts.stream().filter(which).toList());
    if (!remains.isEmptied()) {
      remains =
          awaited(
              "the data of " + id,
              remains.attempts(),
              () -> {
                Remains now = order(going, cluster.legsOf(id).stream().filter(which).toList());
                return now.isEmptied() ? now : null;
              },
              limit);
    }
    if (remains.volume().isPresent() && !release(remains.volume().get())) {
      awaitGone("volume " + id, List.of(), () -> reread(going).isEmpty(), limit);
    }
  }

  /** Its finalizer keeps it until nothing of it is left. */
  private void askForDeletion(Volume going) {
    Optional<Volume> now = Optional.of(going);
    while (now.isPresent()
        && !Finalizers.isBeingDeleted(now.get())
        && !cluster.volumes().delete(now.get())) {
      now = reread(going); // it changed under us
    }
  }

  /**
   * What there is of a volume.
   *
   * @param volume empty when another replica was faster
   */
  private record Remains(Optional<Volume> volume, List<LogicalVolume> attempts) {
    boolean isEmptied() {
      return volume.isEmpty() || attempts.isEmpty();
    }
  }

  /**
   * Orders what is left. Attempts are listed before the volume is read: none of them can be of a
   * later one of its name.
   */
  private Remains order(Volume going, List<LogicalVolume> attempts) {
    Optional<Volume> now = reread(going);
    now.ifPresent(still -> attempts.forEach(this::order));
    return new Remains(now, attempts);
  }

  /** Lets go of it; answers whether it went with that. */
  private boolean release(Volume volume) {
    return cluster
        .volumes()
        .edit(
            volume,
            now ->
                Incarnation.isSame(now, volume)
                    ? Finalizers.without(now, Group.CONTROLLER_FINALIZER)
                    : now)
        .filter(now -> Incarnation.isSame(now, volume))
        .map(now -> now.getMetadata().getFinalizers())
        .filter(others -> !others.isEmpty())
        .isEmpty();
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
    var _ = awaited(what, which, () -> gone.getAsBoolean() ? true : null, limit);
  }

  private <T> T awaited(
      String what, List<LogicalVolume> which, Changes.Look<T> look, TimeLimit limit)
      throws InterruptedException {
    List<String> names = which.stream().map(one -> one.getMetadata().getName()).toList();
    T done =
        changes.await(
            names,
            () -> names.stream().allMatch(name -> changes.heard(name).isEmpty()),
            look,
            limit);
    if (done == null) {
      throw new OperationPending(
          "%s: still being removed by its agent; repeat the call".formatted(what));
    }
    return done;
  }
}
