package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.placement.Placement;
import dev.liteio.controller.placement.Placer;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Provision;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.failure.CapacityExhausted;
import dev.liteio.failure.DeadlineExpired;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.Unavailable;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a volume. Every step looks at what is there first, so that a call that died anywhere is
 * finished by the next one, on whatever replica.
 */
public final class CreateVolume {

  private static final Logger LOG = LoggerFactory.getLogger(CreateVolume.class);
  private static final int LEG = 0;
  private static final String READY = "Ready";

  private final Cluster cluster;
  private final PoolTable pools;
  private final Changes changes;
  private final Legs legs;
  private final Removal removal;

  public CreateVolume(
      Cluster cluster, PoolTable pools, Changes changes, Legs legs, Removal removal) {
    this.cluster = cluster;
    this.pools = pools;
    this.changes = changes;
    this.legs = legs;
    this.removal = removal;
  }

  /** A volume and the node it is confined to, if it is. */
  public record Created(Volume volume, @Nullable String onlyOn) {}

  /** Makes the volume, or finds it made. */
  public Created create(VolumeIntent intent, TimeLimit limit) throws InterruptedException {
    Volume volume = reserve(intent);
    Compatibility.check(volume, intent);
    LogicalVolume leg = leg(volume, intent, limit);
    String name = leg.getMetadata().getName();
    announce(intent);
    LOG.info(
        "action=create volume={} logicalVolume={} pool={}",
        intent.id(),
        name,
        leg.getSpec().pool());
    return new Created(volume, Compatibility.onlyOn(intent, leg));
  }

  private Volume reserve(VolumeIntent intent) {
    Optional<Volume> present = cluster.volumes().get(intent.id().value());
    if (present.isPresent()) {
      return present.get();
    }
    // before anything is written: most calls that cannot succeed end here
    place(intent, intent.size().choose().bytes(), Set.of());
    return cluster
        .volumes()
        .create(newVolume(intent))
        .or(() -> cluster.volumes().get(intent.id().value()))
        .orElseThrow(() ->
            new OperationPending(intent.id() + ": made and deleted meanwhile; repeat the call"));
  }

  private static Volume newVolume(VolumeIntent intent) {
    long bytes = intent.size().choose().bytes();
    Volume volume = new Volume();
    volume.setMetadata(new ObjectMetaBuilder().withName(intent.id().value()).build());
    volume.setSpec(
        new VolumeSpec(
            intent.csiName(),
            bytes,
            intent.parameters().kept(),
            intent.accessModes(),
            intent.accessType(),
            List.of(new VolumeLeg(LEG, LegIdentity.mint().uuid().toString(), bytes))));
    return Finalizers.with(volume, Group.CONTROLLER_FINALIZER);
  }

  private PoolView place(VolumeIntent intent, long bytes, Set<String> avoid) {
    Wish wish = new Wish(bytes, intent.parameters(), intent.accessibility(), avoid);
    return switch (Placer.place(pools.views(), wish)) {
      case Placement.Placed placed -> placed.pool();
      case Placement.Refused refused ->
          throw new CapacityExhausted(
              "no pool takes %s of %s: %s"
                  .formatted(
                      new dev.liteio.volume.ByteSize(bytes),
                      intent.csiName(),
                      refused.explanation()));
    };
  }

  // ---- the leg

  private LogicalVolume leg(Volume volume, VolumeIntent intent, TimeLimit limit)
      throws InterruptedException {
    Optional<String> chosen = Legs.chosen(volume, LEG);
    if (chosen.isPresent()) {
      legs.markExisting(chosen.get());
      return legs.require(volume, LEG);
    }
    Tried tried = new Tried();
    while (true) {
      limit.check("making " + intent.id());
      LogicalVolume attempt = currentAttempt(volume, intent, tried, limit);
      tried.add(attempt);
      LogicalVolume settled = awaitVerdict(attempt, limit);
      if (isReady(settled)) {
        return winner(intent, settled);
      }
      tried.refused(settled);
      removal.discard(settled, limit);
    }
  }

  /** What this call has seen of attempts: no name and no pool that refused is taken again. */
  private static final class Tried {
    private final Set<String> avoid = new HashSet<>();
    private int last;

    void add(LogicalVolume attempt) {
      last = Math.max(last, Attempts.number(attempt));
    }

    void refused(LogicalVolume attempt) {
      avoid.add(attempt.getSpec().pool());
    }
  }

  private LogicalVolume winner(VolumeIntent intent, LogicalVolume ready) {
    String name = legs.choose(intent.id(), LEG, ready.getMetadata().getName());
    Volume volume =
        cluster
            .volumes()
            .get(intent.id().value())
            .orElseThrow(() -> new OperationPending(intent.id() + ": deleted meanwhile"));
    LogicalVolume leg = legs.require(volume, LEG);
    if (!name.equals(ready.getMetadata().getName())) {
      legs.markExisting(name);
      // another replica was faster; what we made holds nothing
      removal.order(ready);
    }
    return leg;
  }

  private LogicalVolume currentAttempt(
      Volume volume, VolumeIntent intent, Tried tried, TimeLimit limit)
      throws InterruptedException {
    String uuid = volume.getSpec().legs().get(LEG).uuid();
    for (LogicalVolume attempt : cluster.legsOf(intent.id())) {
      tried.add(attempt);
      if (!attempt.getSpec().uuid().equals(uuid)) {
        // of an earlier volume of that name, deleted while a replica was still making it
        removal.discard(attempt, limit);
      } else if (attempt.getSpec().destroyOrFalse()) {
        tried.refused(attempt);
      } else {
        return attempt;
      }
    }
    LogicalVolume fresh = newAttempt(volume, intent, pool(volume, intent, tried, limit), tried);
    LogicalVolume there =
        cluster
            .logicalVolumes()
            .create(fresh)
            .or(() -> cluster.logicalVolumes().get(fresh.getMetadata().getName()))
            .orElseThrow(
                () -> new OperationPending(intent.id() + ": attempts race; repeat the call"));
    withdrawIfVolumeGoes(volume, there);
    return there;
  }

  private PoolView pool(Volume volume, VolumeIntent intent, Tried tried, TimeLimit limit)
      throws InterruptedException {
    try {
      return place(intent, volume.getSpec().sizeBytes(), tried.avoid);
    } catch (CapacityExhausted e) {
      if (cluster.legsOf(intent.id()).stream().anyMatch(lv -> !lv.getSpec().destroyOrFalse())) {
        // the room is taken by another replica's attempt at this very volume
        throw new OperationPending(intent.id() + ": another replica makes it; repeat the call");
      }
      Volume now = cluster.volumes().get(intent.id().value()).orElse(null);
      if (now != null && isSame(now, volume)) {
        removal.giveUp(now, intent.id(), limit); // a final answer leaves nothing behind
      }
      throw e;
    }
  }

  /** A DeleteVolume that looked before our attempt was there would leave it behind. */
  private void withdrawIfVolumeGoes(Volume volume, LogicalVolume attempt) {
    String name = volume.getMetadata().getName();
    boolean stays =
        cluster
            .volumes()
            .get(name)
            .filter(now -> isSame(now, volume) && !Finalizers.isBeingDeleted(now))
            .isPresent();
    if (!stays) {
      removal.order(attempt);
      throw new OperationPending(name + ": deleted meanwhile; repeat the call");
    }
  }

  private static boolean isSame(Volume now, Volume before) {
    return now.getMetadata().getUid().equals(before.getMetadata().getUid());
  }

  private static LogicalVolume newAttempt(
      Volume volume, VolumeIntent intent, PoolView pool, Tried tried) {
    int number = tried.last + 1;
    VolumeLeg leg = volume.getSpec().legs().get(LEG);
    LogicalVolume fresh = new LogicalVolume();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(Attempts.name(intent.id(), number))
            .withLabels(Legs.labels(intent.id(), pool.name(), pool.node()))
            .build());
    fresh.setSpec(
        new LogicalVolumeSpec(
            intent.id().value(),
            LEG,
            pool.name(),
            pool.nodeName(),
            leg.uuid(),
            "lv-" + UUID.randomUUID(),
            volume.getSpec().sizeBytes(),
            intent.parameters().thin(),
            number % ControllerIdWindow.COUNT,
            Provision.CREATE,
            null,
            List.of()));
    return Finalizers.with(fresh, Group.AGENT_FINALIZER);
  }

  private LogicalVolume awaitVerdict(LogicalVolume attempt, TimeLimit limit)
      throws InterruptedException {
    String name = attempt.getMetadata().getName();
    LogicalVolume settled =
        changes.await(
            () -> {
              Optional<LogicalVolume> now = cluster.logicalVolumes().get(name);
              if (now.isEmpty()) {
                throw new OperationPending(
                    name + ": given up by another replica meanwhile; repeat the call");
              }
              return now.filter(CreateVolume::isSettled).orElse(null);
            },
            limit);
    if (settled == null) {
      throw new DeadlineExpired(
          "LogicalVolume %s on pool %s: %s; it goes on, repeat the call"
              .formatted(name, attempt.getSpec().pool(), lastWord(name)));
    }
    return settled;
  }

  private String lastWord(String name) {
    LogicalVolumeStatus status =
        cluster.logicalVolumes().get(name).map(LogicalVolume::getStatus).orElse(null);
    if (status == null || status.state() == null) {
      return "its agent has not said anything";
    }
    return status.reason() + (status.message() == null ? "" : ": " + status.message());
  }

  private static boolean isSettled(LogicalVolume volume) {
    return isReady(volume) || isRefused(volume);
  }

  private static boolean isReady(LogicalVolume volume) {
    LogicalVolumeStatus status = volume.getStatus();
    return status != null && status.state() == LogicalVolumeState.READY;
  }

  /** The agent says that nothing of it is left. */
  private static boolean isRefused(LogicalVolume volume) {
    LogicalVolumeStatus status = volume.getStatus();
    return volume.getSpec().destroyOrFalse()
        || (status != null
            && status.state() == LogicalVolumeState.FAILED
            && status.reason() != LogicalVolumeReason.TARGET_ERROR);
  }

  private void announce(VolumeIntent intent) {
    Volume _ =
        cluster
            .volumes()
            .editStatus(
                intent.id().value(),
                volume -> {
                  VolumeStatus before = volume.getStatus();
                  volume.setStatus(
                      new VolumeStatus(
                          volume.getMetadata().getGeneration(),
                          READY,
                          before == null ? null : before.filesystem(),
                          before == null ? null : before.conditions()));
                  return volume;
                })
            .orElseThrow(() -> new Unavailable(intent.id() + ": deleted meanwhile"));
  }
}
