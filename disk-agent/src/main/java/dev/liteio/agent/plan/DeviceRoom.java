package dev.liteio.agent.plan;

import dev.liteio.agent.engine.DeviceContents;

/** What is left on one device while volumes are admitted one after the other. */
final class DeviceRoom {

  private final DeviceContents device;
  private final int overcommitPercent;
  private long claimed;
  private long taken;

  DeviceRoom(DeviceContents device, int overcommitPercent) {
    this.device = device;
    this.overcommitPercent = overcommitPercent;
  }

  String store() {
    return device.store();
  }

  /** What a volume of this size claims: whole clusters; thin ones divided by the over-commit. */
  long claimOf(long sizeBytes, boolean thin) {
    long whole = roundUp(sizeBytes);
    return thin ? roundUp(Math.ceilDiv(Math.multiplyExact(whole, 100L), overcommitPercent)) : whole;
  }

  /** Notes a volume that is there. */
  void holds(long sizeBytes, boolean thin) {
    claimed += claimOf(sizeBytes, thin);
  }

  /** Gives room to a volume, or to the growth of one. */
  void give(long claim, boolean thin) {
    claimed += claim;
    taken += thin ? 0 : claim;
  }

  /** What is left: neither promised to anybody nor taken in fact. */
  long free() {
    long unclaimed = device.capacityBytes() - claimed;
    long real = device.freeBytes() - taken;
    return Math.max(0, Math.min(unclaimed, real));
  }

  private long roundUp(long bytes) {
    long cluster = Math.max(1, device.clusterBytes());
    return Math.multiplyExact(Math.ceilDiv(bytes, cluster), cluster);
  }
}
