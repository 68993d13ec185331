package dev.liteio.cli.report;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.kubernetes.Finalizers;
import org.jspecify.annotations.Nullable;

/** How a logical volume is, in words. */
public final class LegState {

  private LegState() {}

  /** In one word. */
  public static String word(LogicalVolume volume) {
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
  public static @Nullable String reason(LogicalVolume volume) {
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
