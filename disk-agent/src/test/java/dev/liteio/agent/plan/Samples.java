package dev.liteio.agent.plan;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.Connections;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.agent.export.PathState;
import dev.liteio.agent.export.ServedNamespace;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.Transport;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Wanted and seen things with names that tell them apart. */
final class Samples {

  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;
  static final long CLUSTER = 4 * MIB;
  static final Endpoint ENDPOINT = new Endpoint(Transport.TCP, "10.0.0.1", 4420);
  static final ServingTerms TERMS = new ServingTerms(List.of(ENDPOINT), TargetSlot.A);

  private Samples() {}

  static StoragePoolSpec poolSpec(int overcommit, long reserved, String... devices) {
    return new StoragePoolSpec(
        "node-1",
        null,
        Arrays.stream(devices).map(PoolDevice::new).toList(),
        null,
        overcommit,
        reserved,
        null,
        null,
        null);
  }

  static DesiredPool pool(DesiredVolume... volumes) {
    return new DesiredPool("pool-1", poolSpec(100, 0, "/dev/a", "/dev/b"), List.of(volumes));
  }

  static DeviceContents device(String path, long capacity, long free) {
    return DeviceContents.ready(path, store(path), capacity, free, CLUSTER);
  }

  static DeviceContents loading(String path) {
    return DeviceContents.unavailable(path, store(path), "still loading");
  }

  static String store(String path) {
    return "store" + path.replace('/', '-');
  }

  static LegIdentity leg(String name) {
    return new LegIdentity(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  static LogicalVolumeSpec spec(String name, long size, Provision provision, String... hosts) {
    List<AllowedHost> allowed =
        Arrays.stream(hosts).map(host -> new AllowedHost("at", "uid", "n", host)).toList();
    return new LogicalVolumeSpec(
        name,
        0,
        "pool-1",
        "node-1",
        leg(name).uuid().toString(),
        "lv-" + name,
        size,
        false,
        0,
        provision,
        null,
        allowed);
  }

  static LogicalVolumeSpec thin(LogicalVolumeSpec spec) {
    return new LogicalVolumeSpec(
        spec.volume(),
        spec.leg(),
        spec.pool(),
        spec.node(),
        spec.uuid(),
        spec.lvol(),
        spec.sizeBytes(),
        true,
        spec.controllerIdWindow(),
        spec.provision(),
        spec.destroy(),
        spec.hosts());
  }

  static DesiredVolume volume(LogicalVolumeSpec spec) {
    return new DesiredVolume(
        spec.volume(), "uid-" + spec.volume(), 1, Instant.EPOCH, false, true, spec, null);
  }

  static DesiredVolume withStatus(DesiredVolume volume, LogicalVolumeStatus status) {
    return new DesiredVolume(
        volume.name(),
        volume.uid(),
        volume.generation(),
        volume.created(),
        volume.deleting(),
        volume.held(),
        volume.spec(),
        status);
  }

  static DesiredVolume deleting(DesiredVolume volume) {
    return new DesiredVolume(
        volume.name(),
        volume.uid(),
        volume.generation(),
        volume.created(),
        true,
        volume.held(),
        volume.spec(),
        volume.status());
  }

  static DesiredVolume createdAt(DesiredVolume volume, long second) {
    return new DesiredVolume(
        volume.name(),
        volume.uid(),
        volume.generation(),
        Instant.ofEpochSecond(second),
        volume.deleting(),
        volume.held(),
        volume.spec(),
        volume.status());
  }

  static LogicalVolumeStatus status(String device, String... hosts) {
    return new LogicalVolumeStatus(
        0L, "old", null, null, null, device, null, List.of(hosts), null, null);
  }

  static StoredVolume stored(String name, String device, long size) {
    return new StoredVolume(store(device), "lv-" + name, "bdev-" + name, size, false, size);
  }

  static ObservedExport export(String name, String... hosts) {
    LegIdentity leg = leg(name);
    return new ObservedExport(
        leg.nqn().value(),
        leg.serial(),
        1,
        4000,
        new ServedNamespace(1, "bdev-" + name, leg.uuid().toString(), leg.nguid(), 1),
        false,
        Set.of(hosts),
        Set.of(ENDPOINT),
        Map.of(ENDPOINT, PathState.SERVING),
        Connections.NONE);
  }

  static ObservedExport hollow(ObservedExport export) {
    return new ObservedExport(
        export.nqn(),
        export.serial(),
        1,
        4000,
        null,
        false,
        export.hosts(),
        export.endpoints(),
        export.paths(),
        export.connections());
  }

  static ObservedExport connected(ObservedExport export, String... hosts) {
    return export.looked(
        Map.of(ENDPOINT, PathState.SERVING), new Connections(Set.of(hosts), false));
  }

  static ObservedPool seen(
      List<DeviceContents> devices, List<StoredVolume> volumes, ObservedExport... exports) {
    return new ObservedPool(
        new PoolContents(devices, volumes),
        Arrays.stream(exports).collect(Collectors.toMap(ObservedExport::nqn, export -> export)),
        false);
  }

  /** Both devices loaded, with plenty of room. */
  static ObservedPool loaded(List<StoredVolume> volumes, ObservedExport... exports) {
    return seen(
        List.of(device("/dev/a", 100 * GIB, 100 * GIB), device("/dev/b", 100 * GIB, 100 * GIB)),
        volumes,
        exports);
  }
}
