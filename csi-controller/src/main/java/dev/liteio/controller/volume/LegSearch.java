package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.failure.CapacityExhausted;
import dev.liteio.failure.OperationPending;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.rpc.TimeLimit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts at the leg of a volume, one after another, until an agent made one. Every round looks at
 * what is there: attempts first and the volume after them, so that what was listed cannot belong to
 * a later volume of that name.
 */
final class LegSearch {

  private static final Logger LOG = LoggerFactory.getLogger(LegSearch.class);

  private final Cluster cluster;
  private final PoolChoice pools;
  private final Verdicts verdicts;
  private final Legs legs;
  private final Removal removal;

  LegSearch(Cluster cluster, PoolChoice pools, Verdicts verdicts, Legs legs, Removal removal) {
    this.cluster = cluster;
    this.pools = pools;
    this.verdicts = verdicts;
    this.legs = legs;
    this.removal = removal;
  }

  /** A volume and its leg, which is chosen and exists. */
  record Found(Volume volume, LogicalVolume leg) {}

  /** The leg of that volume. */
  Found find(Volume volume, VolumeIntent intent, TimeLimit limit) throws InterruptedException {
    Attempts attempts = new Attempts();
    while (true) {
      limit.check("making " + intent.id());
      List<LogicalVolume> there = cluster.legsOf(intent.id());
      Volume now = stillThere(volume);
      Optional<String> chosen = Legs.chosen(now, Legs.ONLY);
      if (chosen.isPresent()) {
        return new Found(now, leg(now, chosen.get(), there));
      }
      Optional<LogicalVolume> open = open(now, intent, there, attempts, limit);
      LogicalVolume attempt = open.isPresent() ? open.get() : begin(now, intent, attempts, limit);
      attempts.seen(attempt);
      Optional<Found> found = decide(now, verdicts.await(attempt, limit), attempts, limit);
      if (found.isPresent() && there.stream().allMatch(one -> Incarnation.isSame(one, attempt))) {
        return found.get(); // no other attempt that would have to go
      }
    }
  }

  private Volume stillThere(Volume volume) {
    String name = volume.getMetadata().getName();
    return cluster
        .volumes()
        .get(name)
        .filter(now -> Incarnation.isSame(now, volume) && !now.getSpec().destroyOrFalse())
        .orElseThrow(() -> new OperationPending(name + ": deleted meanwhile; repeat the call"));
  }

  /** The one that was chosen; attempts that lost hold nothing that anybody was told of. */
  private LogicalVolume leg(Volume volume, String chosen, List<LogicalVolume> there) {
    LogicalVolume leg = legs.require(volume, Legs.ONLY);
    there.stream()
        .filter(attempt -> !attempt.getMetadata().getName().equals(chosen))
        .filter(attempt -> Attempts.isOf(volume, attempt) && !Finalizers.isBeingDeleted(attempt))
        .forEach(removal::order);
    return leg;
  }

  /** The attempt that is under way; leftovers of an earlier volume of that name are cleared. */
  private Optional<LogicalVolume> open(
      Volume volume,
      VolumeIntent intent,
      List<LogicalVolume> there,
      Attempts attempts,
      TimeLimit limit)
      throws InterruptedException {
    for (LogicalVolume attempt : there) {
      attempts.seen(attempt);
      if (!Attempts.isOf(volume, attempt)) {
        clear(attempt, limit);
      } else if (attempt.getSpec().destroyOrFalse()) {
        attempts.refused(attempt);
      } else if (isUndecided(attempt)
          && (Finalizers.isBeingDeleted(attempt)
              || isTakenAway(attempt)
              || isBetterElsewhere(volume, intent, attempts, attempt))) {
        removal.abandon(attempt);
        attempts.refused(attempt);
      } else {
        return Optional.of(attempt);
      }
    }
    return Optional.empty();
  }

  /** Nobody has made it yet, and its agent may never answer; accepting and destroying exclude. */
  private static boolean isUndecided(LogicalVolume attempt) {
    return !Verdicts.isReady(attempt) && !Attempts.isAccepted(attempt);
  }

  /** By an administrator. */
  private boolean isTakenAway(LogicalVolume attempt) {
    return cluster
        .pools()
        .get(attempt.getSpec().pool())
        .map(StoragePool::getSpec)
        .map(spec -> spec.lostOrFalse() || spec.cordonedOrFalse())
        .orElse(true);
  }

  /** Its node does not run, and another pool takes the volume: else it is waited for. */
  private boolean isBetterElsewhere(
      Volume volume, VolumeIntent intent, Attempts attempts, LogicalVolume attempt) {
    return cluster.nodes().isAway(attempt.getSpec().node())
        && pools.isThere(
            intent, volume.getSpec().sizeBytes(), attempts.avoidWith(attempt.getSpec().pool()));
  }

  /** Deleted while a replica was still making it: nobody was ever told of this attempt. */
  private void clear(LogicalVolume leftover, TimeLimit limit) throws InterruptedException {
    if (Attempts.isAccepted(leftover)) {
      // it may hold data, and nobody ordered their destruction
      LOG.warn("action=leave-orphan logicalVolume={}", leftover.getMetadata().getName());
    } else {
      removal.refuse(leftover, limit);
    }
  }

  private LogicalVolume begin(
      Volume volume, VolumeIntent intent, Attempts attempts, TimeLimit limit)
      throws InterruptedException {
    PoolView pool = pool(volume, intent, attempts, limit);
    LogicalVolume fresh = attempts.next(volume, intent, pool);
    String name = fresh.getMetadata().getName();
    LogicalVolume attempt =
        cluster
            .logicalVolumes()
            .create(fresh)
            .or(() -> cluster.logicalVolumes().get(name))
            .filter(made -> Attempts.isOf(volume, made))
            .orElseThrow(() -> new OperationPending(name + ": attempts race; repeat the call"));
    try {
      Volume _ = stillThere(volume);
    } catch (OperationPending gone) {
      // a DeleteVolume that looked before our attempt was there would leave it behind
      removal.order(attempt);
      throw gone;
    }
    return attempt;
  }

  private PoolView pool(Volume volume, VolumeIntent intent, Attempts attempts, TimeLimit limit)
      throws InterruptedException {
    try {
      return pools.choose(intent, volume.getSpec().sizeBytes(), attempts.avoid());
    } catch (CapacityExhausted e) {
      if (cluster.legsOf(intent.id()).stream().anyMatch(lv -> isLasting(volume, lv))) {
        // the room is taken by another replica's attempt at this very volume, or what is left would
        // be waited for until a node is back: the next call looks anew
        throw new OperationPending(
            "%s: what was begun of it is not gone or made yet; repeat the call (%s)"
                .formatted(intent.id(), e.getMessage()));
      }
      removal.giveUp(volume, limit); // a final answer leaves nothing behind
      throw e;
    }
  }

  private boolean isLasting(Volume volume, LogicalVolume attempt) {
    return Attempts.isOf(volume, attempt)
        && (!attempt.getSpec().destroyOrFalse()
            || cluster.nodes().isAway(attempt.getSpec().node()));
  }

  /**
   * Either it counts as existing from here on, or it goes: both are compare-and-set on the attempt
   * and exclude each other, so that no replica destroys what another one answers with.
   *
   * @return what is found, when this attempt is chosen
   */
  private Optional<Found> decide(
      Volume volume, LogicalVolume settled, Attempts attempts, TimeLimit limit)
      throws InterruptedException {
    if (!Verdicts.isReady(settled)) {
      attempts.refused(settled);
      removal.refuse(settled, limit);
      return Optional.empty();
    }
    String name = settled.getMetadata().getName();
    return legs.accept(settled)
        .map(leg -> new Found(legs.choose(volume, Legs.ONLY, name), leg))
        .filter(found -> Legs.chosen(found.volume(), Legs.ONLY).filter(name::equals).isPresent());
  }
}
