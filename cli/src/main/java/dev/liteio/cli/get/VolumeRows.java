package dev.liteio.cli.get;

import dev.liteio.cli.report.LegState;
import dev.liteio.cli.report.Table;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.Finalizers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Volumes in lines, with what is known from their legs and attachments. */
record VolumeRows(Inventory inventory, Instant now) {

  Table table(Predicate<String> names) {
    return Table.of(
        inventory.volumes().stream()
            .filter(each -> names.test(Inventory.name(each)))
            .map(this::row)
            .toList(),
        "NAME",
        "SIZE",
        "STATE",
        "POOL",
        "NODE",
        "HOST",
        "CLAIM",
        "FILESYSTEM",
        "AGE",
        "+CSI NAME",
        "REASON");
  }

  private List<String> row(Volume volume) {
    String name = Inventory.name(volume);
    List<LogicalVolume> legs = inventory.legsOf(name);
    return List.of(
        name,
        volume.getSpec() == null ? "?" : Listing.size(volume.getSpec().sizeBytes()),
        state(volume, legs),
        Listing.joined(legs.stream().map(leg -> leg.getSpec().pool()).toList()),
        Listing.joined(legs.stream().map(leg -> leg.getSpec().node()).toList()),
        Listing.joined(hosts(name)),
        inventory.claim(name),
        filesystem(volume),
        Listing.age(volume, now),
        Listing.orDash(volume.getSpec() == null ? null : volume.getSpec().csiName()),
        reason(volume, legs));
  }

  private List<String> hosts(String volume) {
    return inventory.attachmentsOf(volume).stream()
        .map(Attachment::getSpec)
        .map(spec -> spec.node())
        .toList();
  }

  private static String filesystem(Volume volume) {
    var status = volume.getStatus();
    var made = status == null ? null : status.filesystem();
    return Listing.orDash(made == null ? null : made.type());
  }

  private static String state(Volume volume, List<LogicalVolume> legs) {
    if (isDestroyed(volume)) {
      return "Deleting";
    }
    if (legs.isEmpty()) {
      return isAnnounced(volume) ? "Lost" : "Creating";
    }
    return troubled(legs).map(LegState::word).orElse("Ready");
  }

  private String reason(Volume volume, List<LogicalVolume> legs) {
    if (isDestroyed(volume)) {
      List<String> hosts = hosts(Inventory.name(volume));
      return hosts.isEmpty()
          ? "is being deleted, waits for its LogicalVolumes"
          : "is being deleted, still in use on " + Listing.joined(hosts);
    }
    if (Finalizers.isBeingDeleted(volume)) {
      return "deleted by hand: kept, and works on until its claim is deleted";
    }
    if (legs.isEmpty()) {
      return isAnnounced(volume) ? "no LogicalVolume serves its bytes" : "no pool has taken it yet";
    }
    return troubled(legs)
        .map(leg -> "%s: %s".formatted(Inventory.name(leg), LegState.reason(leg)))
        .map(Listing::orDash)
        .orElse("-");
  }

  private static boolean isDestroyed(Volume volume) {
    return volume.getSpec() != null && volume.getSpec().destroyOrFalse();
  }

  private static boolean isAnnounced(Volume volume) {
    return volume.getStatus() != null && volume.getStatus().phase() != null;
  }

  private static Optional<LogicalVolume> troubled(List<LogicalVolume> legs) {
    return legs.stream()
        .filter(leg ->
            leg.getStatus() == null
                || leg.getStatus().state() != LogicalVolumeState.READY
                || Finalizers.isBeingDeleted(leg))
        .findFirst();
  }
}
