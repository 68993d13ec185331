package dev.liteio.controller.volume;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.crd.Words;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people read about a volume: what the agent says of its leg. Nothing decides by it. */
final class VolumeReport {

  private static final String NO_LEG = "LegMissing";

  private VolumeReport() {}

  /**
   * The status of a volume that was announced.
   *
   * @param leg the leg that counts; null when there is no such object
   */
  static VolumeStatus of(Volume volume, @Nullable LogicalVolume leg, Instant now) {
    VolumeStatus before = volume.getStatus();
    LogicalVolumeStatus seen = leg == null ? null : leg.getStatus();
    LogicalVolumeState state =
        seen == null || seen.state() == null ? LogicalVolumeState.NOT_READY : seen.state();
    long generation = volume.getMetadata().getGeneration();
    List<Condition> conditions =
        Conditions.upsert(
            before == null ? null : before.conditions(),
            Conditions.READY,
            state == LogicalVolumeState.READY,
            reason(leg, seen, state),
            message(volume, leg, seen, state),
            generation,
            now);
    return new VolumeStatus(
        generation,
        Words.of(state),
        ByteSize.rounded(volume.getSpec().sizeBytes()),
        before == null ? null : before.filesystem(),
        conditions);
  }

  private static String reason(
      @Nullable LogicalVolume leg, @Nullable LogicalVolumeStatus seen, LogicalVolumeState state) {
    if (leg == null) {
      return NO_LEG;
    }
    return seen != null && seen.reason() != null ? Words.of(seen.reason()) : Words.of(state);
  }

  private static String message(
      Volume volume,
      @Nullable LogicalVolume leg,
      @Nullable LogicalVolumeStatus seen,
      LogicalVolumeState state) {
    if (leg == null) {
      return "there is no LogicalVolume %s".formatted(Legs.chosen(volume, Legs.ONLY).orElse("-"));
    }
    String where = "on pool %s of node %s".formatted(leg.getSpec().pool(), leg.getSpec().node());
    if (seen != null && seen.message() != null) {
      return where + ": " + seen.message();
    }
    return state == LogicalVolumeState.READY ? where : where + ": nothing is said of it";
  }
}
