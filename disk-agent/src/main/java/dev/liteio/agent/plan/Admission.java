package dev.liteio.agent.plan;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.volume.ByteSize;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives room on a pool, one volume after the other.
 *
 * <p>free = min(capacity - claims, real free) on each device, less what the pool keeps back. A
 * volume lies on one device: the one with most left, so that devices fill evenly.
 */
public final class Admission {

  private final Map<String, DeviceRoom> rooms = new LinkedHashMap<>();
  private final long reservedBytes;

  private Admission(long reservedBytes) {
    this.reservedBytes = reservedBytes;
  }

  /** The room of a pool with what is on it; whoever it belongs to, it takes room. */
  public static Admission of(StoragePoolSpec spec, PoolContents contents) {
    Admission admission = new Admission(spec.reservedOrDefault());
    for (DeviceContents device : contents.devices()) {
      if (device.isReady()) {
        admission.rooms.put(device.store(), new DeviceRoom(device, spec.overcommitOrDefault()));
      }
    }
    for (StoredVolume volume : contents.volumes()) {
      DeviceRoom room = admission.rooms.get(volume.store());
      if (room != null) {
        room.holds(volume.sizeBytes(), volume.thin());
      }
    }
    return admission;
  }

  /** Gives room to a new volume: the store it is to be made in, or nothing. */
  public Optional<String> place(long sizeBytes, boolean thin) {
    Optional<DeviceRoom> widest = rooms.values().stream().max(BY_FREE);
    if (widest.isEmpty()) {
      return Optional.empty();
    }
    DeviceRoom room = widest.get();
    return give(room, room.claimOf(sizeBytes, thin), thin)
        ? Optional.of(room.store())
        : Optional.empty();
  }

  /** Gives room to a volume that grows where it is; whether there was enough. */
  public boolean grow(StoredVolume volume, long sizeBytes) {
    DeviceRoom room = rooms.get(volume.store());
    if (room == null) {
      return false;
    }
    long more =
        room.claimOf(sizeBytes, volume.thin()) - room.claimOf(volume.sizeBytes(), volume.thin());
    return give(room, more, volume.thin());
  }

  /** What is left of the pool, in bytes. */
  public long freeBytes() {
    return Math.max(0, rooms.values().stream().mapToLong(DeviceRoom::free).sum() - reservedBytes);
  }

  /** The largest thick volume that could be made, in bytes. */
  public long largestFreeBytes() {
    long widest = rooms.values().stream().mapToLong(DeviceRoom::free).max().orElse(0);
    return Math.min(widest, freeBytes());
  }

  /** Says for people why something had no room. */
  public String shortage(long sizeBytes, boolean thin) {
    return "%s%s wanted, %s free on the pool, %s of it on one device, %s kept back"
        .formatted(
            new ByteSize(sizeBytes),
            thin ? " (thin)" : "",
            new ByteSize(freeBytes()),
            new ByteSize(largestFreeBytes()),
            new ByteSize(reservedBytes));
  }

  private boolean give(DeviceRoom room, long claim, boolean thin) {
    if (claim > room.free() || claim > freeBytes()) {
      return false;
    }
    room.give(claim, thin);
    return true;
  }

  private static final Comparator<DeviceRoom> BY_FREE = Comparator.comparingLong(DeviceRoom::free);
}
