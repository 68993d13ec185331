package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.GIB;
import static dev.liteio.agent.plan.Samples.device;
import static dev.liteio.agent.plan.Samples.loading;
import static dev.liteio.agent.plan.Samples.poolSpec;
import static dev.liteio.agent.plan.Samples.store;
import static dev.liteio.agent.plan.Samples.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.crd.DeviceState;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolReportTest {

  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void aPoolWhoseDevicesAreAllInUseIsReady() {
    StoragePoolStatus status =
        report(Set.of(), device("/dev/a", 8 * GIB, 6 * GIB), device("/dev/b", 4 * GIB, 4 * GIB));

    assertThat(status.capacityBytes()).isEqualTo(12 * GIB);
    assertThat(status.freeBytes()).isEqualTo(10 * GIB);
    assertThat(status.largestFreeBytes()).isEqualTo(6 * GIB);
    assertThat(ready(status).getStatus()).isEqualTo("True");
    assertThat(ready(status).getReason()).isEqualTo("DevicesReady");
    assertThat(status.devices()).extracting("state").containsOnly(DeviceState.READY);
  }

  @Test
  void aPoolServesWithTheDevicesItHasAndSaysWhichOneIsMissing() {
    StoragePoolStatus status =
        report(Set.of(), device("/dev/a", 8 * GIB, 8 * GIB), loading("/dev/b"));

    assertThat(ready(status).getStatus()).isEqualTo("True");
    assertThat(ready(status).getReason()).isEqualTo("DeviceUnavailable");
    assertThat(ready(status).getMessage()).contains("/dev/b: still loading");
    assertThat(status.freeBytes()).isEqualTo(8 * GIB);
  }

  @Test
  void aRefusedDeviceIsNamedWithWhatWasFound() {
    StoragePoolStatus status =
        report(
            Set.of(),
            DeviceContents.refused("/dev/a", store("/dev/a"), "found an XFS file system"));

    assertThat(ready(status).getStatus()).isEqualTo("False");
    assertThat(ready(status).getReason()).isEqualTo("DeviceRefused");
    assertThat(status.devices().getFirst().message()).contains("XFS");
  }

  @Test
  void volumesThatNobodyClaimsAreNamedAndGoAwayFromTheReportWhenTheyAreClaimed() {
    var contents =
        new PoolContents(
            List.of(device("/dev/a", 8 * GIB, 8 * GIB)),
            List.of(stored("x", "/dev/a", GIB), stored("elsewhere", "/dev/z", GIB)));
    StoragePoolStatus orphaned = of(contents, Set.of(), null);

    Condition orphans = Conditions.find(orphaned.conditions(), PoolReport.ORPHANS).orElseThrow();
    assertThat(orphans.getStatus()).isEqualTo("True");
    assertThat(orphans.getMessage()).contains("lv-x").doesNotContain("lv-elsewhere");

    StoragePoolStatus claimed = of(contents, Set.of("lv-x"), orphaned);
    assertThat(Conditions.holds(claimed.conditions(), PoolReport.ORPHANS)).isFalse();
  }

  @Test
  void aTargetThatIsAwayLeavesWhatWasKnown() {
    StoragePoolStatus before = report(Set.of(), device("/dev/a", 8 * GIB, 8 * GIB));

    StoragePoolStatus away = PoolReport.unreachable(2, "refused", before, NOW);

    assertThat(away.observedGeneration()).isEqualTo(1);
    assertThat(away.capacityBytes()).isEqualTo(8 * GIB);
    assertThat(ready(away).getStatus()).isEqualTo("False");
    assertThat(ready(away).getReason()).isEqualTo("TargetUnreachable");
  }

  private static Condition ready(StoragePoolStatus status) {
    return Conditions.find(status.conditions(), StoragePoolStatus.READY).orElseThrow();
  }

  private static StoragePoolStatus report(Set<String> claimed, DeviceContents... devices) {
    return of(new PoolContents(List.of(devices), List.of()), claimed, null);
  }

  private static StoragePoolStatus of(
      PoolContents contents, Set<String> claimed, StoragePoolStatus before) {
    return PoolReport.of(
        poolSpec(100, 0, "/dev/a", "/dev/b"),
        1,
        contents,
        claimed,
        "i",
        List.of(Samples.ENDPOINT),
        null,
        before,
        NOW);
  }
}
