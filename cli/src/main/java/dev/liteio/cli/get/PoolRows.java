package dev.liteio.cli.get;

import dev.liteio.cli.report.Table;
import dev.liteio.crd.DeviceState;
import dev.liteio.crd.DeviceStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.kubernetes.Finalizers;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Pools in lines. */
record PoolRows(Inventory inventory, Instant now) {

  Table table(Predicate<String> names) {
    return Table.of(
        inventory.pools().stream()
            .filter(pool -> names.test(Inventory.name(pool)))
            .map(this::row)
            .toList(),
        "NAME",
        "NODE",
        "READY",
        "CAPACITY",
        "FREE",
        "AGE",
        "+LARGEST",
        "+DEVICES",
        "+VOLUMES",
        "+ENDPOINTS",
        "REASON");
  }

  private List<String> row(StoragePool pool) {
    StoragePoolStatus status =
        Optional.ofNullable(pool.getStatus())
            .orElseGet(
                () -> new StoragePoolStatus(null, null, null, null, null, null, null, null, null));
    return List.of(
        Inventory.name(pool),
        Optional.ofNullable(pool.getSpec()).map(StoragePoolSpec::node).orElse("?"),
        ready(status),
        Listing.size(status.capacityBytes()),
        Listing.size(status.freeBytes()),
        Listing.age(pool, now),
        Listing.size(status.largestFreeBytes()),
        devices(pool, status),
        String.valueOf(volumes(pool)),
        Listing.endpoints(status.endpoints()),
        reason(pool, status));
  }

  private static String ready(StoragePoolStatus status) {
    return Conditions.find(status.conditions(), StoragePoolStatus.READY)
        .map(Condition::getStatus)
        .orElse("Unknown");
  }

  private static String devices(StoragePool pool, StoragePoolStatus status) {
    List<DeviceStatus> devices = status.devices() == null ? List.of() : status.devices();
    long ready = devices.stream().filter(each -> each.state() == DeviceState.READY).count();
    boolean named = pool.getSpec() != null && pool.getSpec().devices() != null;
    return ready + "/" + (named ? pool.getSpec().devices().size() : devices.size());
  }

  private long volumes(StoragePool pool) {
    return inventory.logicalVolumes().stream()
        .filter(each -> each.getSpec() != null)
        .filter(each -> Inventory.name(pool).equals(each.getSpec().pool()))
        .count();
  }

  private static String reason(StoragePool pool, StoragePoolStatus status) {
    if (pool.getSpec() == null) {
      return "it has no spec";
    }
    if (Finalizers.isBeingDeleted(pool)) {
      return "is being deleted";
    }
    if (pool.getSpec().lostOrFalse()) {
      return "given up (spec.lost): its node will never return";
    }
    Optional<Condition> ready = Conditions.find(status.conditions(), StoragePoolStatus.READY);
    if (ready.isEmpty()) {
      return "no agent has reported on it: is one running on node %s?"
          .formatted(pool.getSpec().node());
    }
    boolean whole =
        Conditions.holds(status.conditions(), StoragePoolStatus.READY)
            && "DevicesReady".equals(ready.get().getReason());
    if (!whole) {
      return Listing.orDash(ready.get().getMessage());
    }
    return pool.getSpec().cordonedOrFalse() ? "cordoned: takes no new volumes" : "-";
  }
}
