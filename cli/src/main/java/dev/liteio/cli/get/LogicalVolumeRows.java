package dev.liteio.cli.get;

import dev.liteio.cli.report.Table;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.kubernetes.Finalizers;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
        state(volume),
        Listing.joined(spec.hostsOrEmpty().stream().map(AllowedHost::node).toList()),
        inventory.claim(Objects.toString(spec.volume(), "")),
        Listing.age(volume, now),
        Listing.orDash(status == null ? null : status.device()),
        Listing.endpoints(status == null ? null : status.endpoints()),
        Listing.orDash(spec.uuid()),
        Listing.orDash(reason(volume)));
  }

  /** In one word. */
  static String state(LogicalVolume volume) {
    if (Finalizers.isBeingDeleted(volume)) {
      return "Deleting";
    }
    LogicalVolumeState state = volume.getStatus() == null ? null : volume.getStatus().state();
    return switch (state) {
      case null -> "Pending";
      case READY -> "Ready";
      case NOT_READY -> "NotReady";
      case FAILED -> "Failed";
      case LOST -> "Lost";
    };
  }

  /** What there is to say about it; nothing when all is well. */
  static @Nullable String reason(LogicalVolume volume) {
    LogicalVolumeStatus status = volume.getStatus();
    if (status == null || status.state() == null) {
      return "the agent on node %s has not answered yet".formatted(volume.getSpec().node());
    }
    if (status.message() != null && !status.message().isBlank()) {
      return status.message();
    }
    return status.reason() == null ? null : sentence(status.reason());
  }

  private static String sentence(LogicalVolumeReason reason) {
    return switch (reason) {
      case NO_SPACE -> "the pool has no room for it";
      case NO_POOL -> "the pool does not exist, or is another node's";
      case POOL_NOT_LOADED -> "the pool's devices are still loading";
      case TARGET_UNREACHABLE -> "the target does not answer";
      case TARGET_ERROR -> "the target answered with an error";
      case DATA_MISSING -> "it existed and is not there any more";
      case CONFLICT -> "what is there contradicts the object";
      case KEPT_WITHOUT_ORDER -> "deleted without an order to destroy the data: they are kept";
    };
  }
}
