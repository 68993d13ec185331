package dev.liteio.cli.get;

import dev.liteio.cli.report.LegState;
import dev.liteio.cli.report.Table;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Logical volumes in lines. */
record LogicalVolumeRows(Inventory inventory, Instant now) {

  Table table(Predicate<String> names) {
    return Table.of(
        inventory.logicalVolumes().stream()
            .filter(each -> names.test(Inventory.name(each)))
            .map(this::row)
            .toList(),
        "NAME",
        "POOL",
        "NODE",
        "SIZE",
        "STATE",
        "HOST",
        "CLAIM",
        "AGE",
        "+DEVICE",
        "+ENDPOINTS",
        "+UUID",
        "REASON");
  }

  private List<String> row(LogicalVolume volume) {
    LogicalVolumeSpec spec = volume.getSpec();
    if (spec == null) {
      return List.of(
          Inventory.name(volume),
          "?",
          "?",
          "?",
          "?",
          "-",
          "-",
          Listing.age(volume, now),
          "-",
          "-",
          "-",
          "it has no spec");
    }
    LogicalVolumeStatus status = volume.getStatus();
    return List.of(
        Inventory.name(volume),
        Listing.orDash(spec.pool()),
        Listing.orDash(spec.node()),
        Listing.size(spec.sizeBytes()),
        LegState.word(volume),
        Listing.joined(spec.hostsOrEmpty().stream().map(AllowedHost::node).toList()),
        inventory.claim(Objects.toString(spec.volume(), "")),
        Listing.age(volume, now),
        Listing.orDash(status == null ? null : status.device()),
        Listing.endpoints(status == null ? null : status.endpoints()),
        Listing.orDash(spec.uuid()),
        Listing.orDash(LegState.reason(volume)));
  }
}
