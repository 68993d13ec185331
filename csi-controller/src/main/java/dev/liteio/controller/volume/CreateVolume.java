package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.Unavailable;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a volume. Every step looks at what is there first, so that a call that died anywhere is
 * finished by the next one, on whatever replica.
 */
public final class CreateVolume {

  private static final Logger LOG = LoggerFactory.getLogger(CreateVolume.class);

  private final Cluster cluster;
  private final PoolChoice pools;
  private final Removal removal;
  private final LegSearch search;
  private final Clock clock;

  /** Makes volumes; the clock is for the dates of conditions. */
  public CreateVolume(
      Cluster cluster, PoolTable pools, Changes changes, Legs legs, Removal removal, Clock clock) {
    this.clock = clock;
    this.cluster = cluster;
    this.pools = new PoolChoice(pools, cluster.nodes());
    this.removal = removal;
    this.search = new LegSearch(cluster, this.pools, new Verdicts(cluster, changes), legs, removal);
  }

  /** A volume and the node it is confined to, if it is. */
  public record Created(Volume volume, @Nullable String onlyOn) {}

  /** Makes the volume, or finds it made. */
  public Created create(VolumeIntent intent, TimeLimit limit) throws InterruptedException {
    Volume volume = reserve(intent, limit);
    Compatibility.check(volume, intent);
    LegSearch.Found found = search.find(volume, intent, limit);
    announce(found);
    LogicalVolume leg = found.leg();
    LOG.info(
        "action=create volume={} logicalVolume={} pool={}",
        intent.id(),
        leg.getMetadata().getName(),
        leg.getSpec().pool());
    return new Created(volume, Compatibility.onlyOn(intent, leg));
  }

  private Volume reserve(VolumeIntent intent, TimeLimit limit) throws InterruptedException {
    Optional<Volume> present = cluster.volumes().get(intent.id().value());
    if (present.isPresent() && !isGivenUp(present.get())) {
      return present.get();
    }
    if (present.isPresent()) {
      // nobody was ever told of it, so nobody will ask for its deletion
      removal.giveUp(present.get(), limit);
    }
    pools.check(intent, intent.size().choose().bytes()); // before anything is written
    return cluster
        .volumes()
        .create(newVolume(intent))
        .or(() -> cluster.volumes().get(intent.id().value()))
        .orElseThrow(() ->
            new OperationPending(intent.id() + ": made and deleted meanwhile; repeat the call"));
  }

  /** By a call that found no pool for it and ended before all was cleared away. */
  private static boolean isGivenUp(Volume volume) {
    return volume.getSpec().destroyOrFalse() && Legs.chosen(volume, Legs.ONLY).isEmpty();
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
            List.of(new VolumeLeg(Legs.ONLY, LegIdentity.mint().uuid().toString(), bytes))));
    return Finalizers.with(volume, Group.CONTROLLER_FINALIZER);
  }

  private void announce(LegSearch.Found found) {
    Volume made = found.volume();
    Volume _ =
        cluster
            .volumes()
            .editStatus(
                made,
                volume -> {
                  volume.setStatus(VolumeReport.of(volume, found.leg(), clock.instant()));
                  return volume;
                })
            .orElseThrow(
                () -> new Unavailable(made.getMetadata().getName() + ": deleted meanwhile"));
  }
}
