package dev.liteio.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The condition Ready of logical volumes and attachments. */
class ReadinessTest {

  private static final Instant THEN = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-01T11:00:00Z");

  private static LogicalVolumeStatus leg(
      LogicalVolumeState state, @Nullable LogicalVolumeReason reason, @Nullable String message) {
    return new LogicalVolumeStatus(
        3L, "target", state, reason, message, null, null, null, null, null);
  }

  private static AttachmentStatus attachment(boolean staged, String... paths) {
    List<PathStatus> all =
        List.of(paths).stream()
            .map(state -> new PathStatus(0, "tcp://10.0.0.7:4420", state, null))
            .toList();
    return new AttachmentStatus(2L, staged, null, all, null);
  }

  private static String said(@Nullable List<Condition> conditions) {
    Condition ready = Conditions.find(conditions, Conditions.READY).orElseThrow();
    return "%s %s: %s".formatted(ready.getStatus(), ready.getReason(), ready.getMessage());
  }

  @Test
  void aLogicalVolumeIsReadyWhenItIsServed() {
    var status = leg(LogicalVolumeState.READY, null, null).withReadiness(null, NOW);
    assertThat(said(status.conditions())).startsWith("True Served: ");
  }

  @Test
  void aLogicalVolumeSaysWhyItIsNotReady() {
    var status =
        leg(LogicalVolumeState.LOST, LogicalVolumeReason.DATA_MISSING, "gone from /dev/a")
            .withReadiness(null, NOW);
    assertThat(said(status.conditions())).isEqualTo("False DataMissing: gone from /dev/a");
  }

  @Test
  void aConditionThatStaysKeepsItsDate() {
    var first = leg(LogicalVolumeState.READY, null, null).withReadiness(null, THEN);
    var second = leg(LogicalVolumeState.READY, null, null).withReadiness(first.conditions(), NOW);
    assertThat(second).isEqualTo(first);
    var third =
        leg(LogicalVolumeState.NOT_READY, LogicalVolumeReason.TARGET_UNREACHABLE, "away")
            .withReadiness(second.conditions(), NOW);
    assertThat(third.conditions())
        .singleElement()
        .extracting(Condition::getLastTransitionTime)
        .isEqualTo(NOW.toString());
  }

  @Test
  void anAttachmentIsReadyWhileAPathIsUp() {
    assertThat(said(attachment(true, "live", "connecting").withReadiness(null, NOW).conditions()))
        .isEqualTo("True Staged: 1 of 2 paths to the target are up");
    assertThat(said(attachment(true, "connecting").withReadiness(null, NOW).conditions()))
        .isEqualTo("False NoPath: 0 of 1 paths to the target are up: reads and writes wait");
    assertThat(said(attachment(false).withReadiness(null, NOW).conditions()))
        .startsWith("False NotStaged: ");
  }
}
