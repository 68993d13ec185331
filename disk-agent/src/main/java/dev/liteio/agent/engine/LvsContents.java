package dev.liteio.agent.engine;

import dev.liteio.spdk.bdev.Bdev;
import dev.liteio.spdk.bdev.DriverSpecific;
import dev.liteio.spdk.lvol.Lvol;
import dev.liteio.spdk.lvol.Lvstore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads pool contents out of what a target lists. */
final class LvsContents {

  private LvsContents() {}

  static PoolContents of(
      PoolLayout pool, List<Bdev> bdevs, List<Lvstore> stores, List<Lvol> lvols) {
    Map<String, Bdev> byName = new HashMap<>();
    bdevs.forEach(bdev -> byName.put(bdev.name(), bdev));
    Map<String, Lvstore> byStore = new HashMap<>();
    stores.forEach(store -> byStore.put(store.name(), store));
    List<DeviceContents> devices = new ArrayList<>();
    for (String path : pool.paths()) {
      devices.add(device(pool, path, byStore, byName));
    }
    return new PoolContents(devices, volumes(lvols, byStore, byName));
  }

  private static DeviceContents device(
      PoolLayout pool, String path, Map<String, Lvstore> stores, Map<String, Bdev> bdevs) {
    String name = StoreName.of(pool.pool(), path);
    Lvstore store = stores.get(name);
    if (store == null) {
      return DeviceContents.unavailable(path, name, "it is not loaded yet");
    }
    Bdev base = bdevs.get(store.baseBdev());
    if (base != null && base.blockSize() != store.blockSize()) {
      return DeviceContents.unavailable(
          path,
          name,
          "it is loaded with blocks of %d bytes (expected: %d, as when its store was made)"
              .formatted(base.blockSize(), store.blockSize()));
    }
    return DeviceContents.ready(
        path, name, store.capacityInBytes(), store.freeInBytes(), store.clusterSize());
  }

  private static List<StoredVolume> volumes(
      List<Lvol> lvols, Map<String, Lvstore> stores, Map<String, Bdev> bdevs) {
    List<StoredVolume> volumes = new ArrayList<>();
    for (Lvol lvol : lvols) {
      Bdev bdev = bdevs.get(lvol.uuid());
      String store = lvol.store().name();
      if (bdev != null && StoreName.isOurs(store)) {
        volumes.add(volume(lvol, bdev, stores.get(store)));
      }
    }
    return volumes;
  }

  private static StoredVolume volume(
      Lvol lvol, Bdev bdev, @org.jspecify.annotations.Nullable Lvstore store) {
    Long clusters = lvol.numAllocatedClusters();
    long allocated =
        clusters == null || store == null ? bdev.sizeInBytes() : clusters * store.clusterSize();
    return new StoredVolume(
        lvol.store().name(),
        lvol.name(),
        lvol.uuid(),
        bdev.sizeInBytes(),
        lvol.thinProvisioned(),
        allocated);
  }

  /** The file or device below a base bdev. */
  static Optional<Path> fileOf(Bdev bdev) {
    DriverSpecific specific = bdev.driverSpecific();
    if (specific == null) {
      return Optional.empty();
    }
    if (specific.aio() != null) {
      return Optional.of(Path.of(specific.aio().filename()));
    }
    return specific.uring() == null
        ? Optional.empty()
        : Optional.of(Path.of(specific.uring().filename()));
  }
}
