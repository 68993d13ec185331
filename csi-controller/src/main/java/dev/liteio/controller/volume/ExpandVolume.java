package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.request.SizeRange;
import dev.liteio.crd.DeviceStatus;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Volume;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.OutOfRange;
import dev.liteio.failure.Unavailable;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.VolumeId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a volume larger, in use or not. */
public final class ExpandVolume {

  private static final Logger LOG = LoggerFactory.getLogger(ExpandVolume.class);
  private static final int LEG = 0;

  private final Cluster cluster;
  private final PoolTable pools;
  private final Changes changes;
  private final Legs legs;

  public ExpandVolume(Cluster cluster, PoolTable pools, Changes changes, Legs legs) {
    this.cluster = cluster;
    this.pools = pools;
    this.changes = changes;
    this.legs = legs;
  }

  /**
   * Grows a volume to at least what is required.
   *
   * @return the volume as it is now
   * @throws OutOfRange when its pool cannot hold that; nothing was changed
   * @throws Unavailable when its agent has not made it so large, or cannot
   */
  public Volume expand(VolumeId id, SizeRange size, TimeLimit limit) throws InterruptedException {
    Volume volume =
        cluster
            .volumes()
            .get(id.value())
            .filter(v -> !v.getSpec().destroyOrFalse())
            .orElseThrow(() -> new NotFound("volume %s does not exist".formatted(id)));
    LogicalVolume leg = legs.require(volume, LEG);
    if (volume.getSpec().sizeBytes() > size.limit()) {
      throw new OutOfRange(
          "volume %s has %d bytes (asked for: at most %d); volumes never shrink"
              .formatted(id, volume.getSpec().sizeBytes(), size.limit()));
    }
    long target = Math.max(volume.getSpec().sizeBytes(), grown(size));
    checkRoom(leg, target);
    // the leg first: a volume is never said to be larger than what its agent made
    growLeg(leg, target, limit);
    Volume grown =
        cluster
            .volumes()
            .edit(id.value(), now -> Incarnation.isSame(now, volume) ? grow(now, target) : now)
            .filter(now -> Incarnation.isSame(now, volume))
            .orElseThrow(() -> new NotFound("volume %s was deleted".formatted(id)));
    LOG.info("action=expand volume={} bytes={}", id, target);
    return grown;
  }

  private static long grown(SizeRange size) {
    return size.required() == 0 ? 0 : size.choose().bytes();
  }

  private static Volume grow(Volume volume, long bytes) {
    if (volume.getSpec().sizeBytes() < bytes) {
      volume.setSpec(volume.getSpec().grownTo(bytes));
    }
    return volume;
  }

  private void checkRoom(LogicalVolume leg, long target) {
    long more = target - leg.getSpec().sizeBytes();
    PoolView pool = pools.get(leg.getSpec().pool()).orElse(null);
    if (more <= 0 || pool == null) {
      return;
    }
    if (pool.room(leg.getSpec().thin()) < more) {
      throw new OutOfRange(
          "pool %s has room for %d bytes more (expected: %d)"
              .formatted(pool.name(), pool.room(leg.getSpec().thin()), more));
    }
    deviceOf(leg)
        .filter(device -> !leg.getSpec().thin())
        .ifPresent(device -> {
          if (device.freeBytes() != null && device.freeBytes() < more) {
            throw new OutOfRange(
                "device %s of pool %s, on which the volume lies, has room for %d bytes more (expected: %d)"
                    .formatted(device.path(), pool.name(), device.freeBytes(), more));
          }
        });
  }

  /** A volume grows on the device it lies on; others of its pool do not help it. */
  private Optional<DeviceStatus> deviceOf(LogicalVolume leg) {
    String path = leg.getStatus() == null ? null : leg.getStatus().device();
    return cluster
        .pools()
        .get(leg.getSpec().pool())
        .map(StoragePool::getStatus)
        .map(StoragePoolStatus::devices)
        .flatMap(devices -> devices.stream().filter(each -> each.path().equals(path)).findFirst());
  }

  private void growLeg(LogicalVolume leg, long bytes, TimeLimit limit) throws InterruptedException {
    String name = leg.getMetadata().getName();
    LogicalVolume asked =
        cluster
            .logicalVolumes()
            .edit(
                name,
                now -> {
                  if (Incarnation.isSame(now, leg) && now.getSpec().sizeBytes() < bytes) {
                    now.setSpec(now.getSpec().grownTo(bytes));
                  }
                  return now;
                })
            .filter(now -> Incarnation.isSame(now, leg))
            .orElseThrow(() -> new Unavailable("LogicalVolume " + name + " is gone"));
    long generation = asked.getMetadata().getGeneration();
    LogicalVolume done =
        changes.await(
            List.of(name),
            () -> changes.heard(name).filter(lv -> hasGrown(lv, generation, bytes)).isPresent(),
            () ->
                cluster
                    .logicalVolumes()
                    .get(name)
                    .filter(lv -> hasGrown(lv, generation, bytes))
                    .orElse(null),
            limit);
    if (done == null) {
      throw new Unavailable(
          "LogicalVolume %s has not grown to %d bytes yet; repeat the call".formatted(name, bytes));
    }
  }

  private static boolean hasGrown(LogicalVolume volume, long generation, long bytes) {
    LogicalVolumeStatus status = volume.getStatus();
    return status != null
        && status.isAbout(generation)
        && status.sizeBytes() != null
        && status.sizeBytes() >= bytes;
  }
}
