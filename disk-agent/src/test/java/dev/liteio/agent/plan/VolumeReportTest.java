package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.GIB;
import static dev.liteio.agent.plan.Samples.TERMS;
import static dev.liteio.agent.plan.Samples.connected;
import static dev.liteio.agent.plan.Samples.deleting;
import static dev.liteio.agent.plan.Samples.export;
import static dev.liteio.agent.plan.Samples.loaded;
import static dev.liteio.agent.plan.Samples.pool;
import static dev.liteio.agent.plan.Samples.spec;
import static dev.liteio.agent.plan.Samples.status;
import static dev.liteio.agent.plan.Samples.stored;
import static dev.liteio.agent.plan.Samples.volume;
import static dev.liteio.agent.plan.Samples.withStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.export.Connections;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.agent.export.PathState;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Provision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolumeReportTest {

  private static final String HOST = "nqn.2014-08.org.nvmexpress:uuid:a";

  @Test
  void aServedVolumeIsReadyWithWhatWasReadBack() {
    var wanted = volume(spec("v", GIB, Provision.CREATE, HOST));
    var after = loaded(List.of(stored("v", "/dev/b", GIB)), export("v", HOST));

    LogicalVolumeStatus status = report(wanted, loaded(List.of()), Outcome.DONE, after);

    assertThat(status.state()).isEqualTo(LogicalVolumeState.READY);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.incarnation()).isEqualTo("now");
    assertThat(status.device()).isEqualTo("/dev/b");
    assertThat(status.sizeBytes()).isEqualTo(GIB);
    assertThat(status.hosts()).containsExactly(HOST);
    assertThat(status.endpoints()).containsExactly(Samples.ENDPOINT);
  }

  @Test
  void whatWasMeantButIsNotThereIsNotReady() {
    var wanted = volume(spec("v", GIB, Provision.CREATE));

    LogicalVolumeStatus status =
        report(
            wanted,
            loaded(List.of()),
            new Outcome("bdev_lvol_create was refused", false, Set.of()),
            loaded(List.of()));

    assertThat(status.state()).isEqualTo(LogicalVolumeState.NOT_READY);
    assertThat(status.reason()).isEqualTo(LogicalVolumeReason.TARGET_ERROR);
    assertThat(status.message()).contains("refused");
  }

  @Test
  void aTargetWithoutRoomFailsTheVolumeOnlyWhenNothingIsLeft() {
    var wanted = volume(spec("v", GIB, Provision.CREATE));
    var full = new Outcome("No space left on device", true, Set.of());

    assertThat(report(wanted, loaded(List.of()), full, loaded(List.of())).state())
        .isEqualTo(LogicalVolumeState.FAILED);
    assertThat(report(wanted, loaded(List.of()), full, loaded(List.of(), export("v"))).state())
        .isEqualTo(LogicalVolumeState.NOT_READY);
  }

  @Test
  void aHostThatStillHasAConnectionIsListedThoughItIsNotLetInAnyMore() {
    assertThat(hostsAfterRevoking(connected(export("v"), HOST), Outcome.DONE))
        .containsExactly(HOST);
  }

  @Test
  void aHostIsGoneWhenNeitherListsNorConnectionsKnowIt() {
    assertThat(hostsAfterRevoking(connected(export("v")), Outcome.DONE)).isEmpty();
  }

  @Test
  void aHostIsNotGoneWhileNobodyLookedForItsConnections() {
    ObservedExport unlooked = unlooked(export("v"));

    assertThat(hostsAfterRevoking(unlooked, Outcome.DONE)).containsExactly(HOST);
    assertThat(hostsAfterRevoking(unlooked, new Outcome(null, false, Set.of(HOST)))).isEmpty();
  }

  @Test
  void aQueueThatBelongsToNobodyKnownMayBeTheHosts() {
    ObservedExport unattributed =
        export("v")
            .looked(Map.of(Samples.ENDPOINT, PathState.SERVING), new Connections(Set.of(), true));

    assertThat(hostsAfterRevoking(unattributed, Outcome.DONE)).containsExactly(HOST);
  }

  @Test
  void nothingIsProvenWhileAnotherProcessHoldsTheDevice() {
    var wanted = withStatus(volume(spec("v", GIB, Provision.EXISTING)), status("/dev/a", HOST));
    var held = new ObservedPool(loaded(List.of()).contents(), Map.of(), true);

    assertThat(report(wanted, held, Outcome.DONE, held).hosts()).containsExactly(HOST);
  }

  @Test
  void anObjectMayGoOnlyWhenItsDataAndItsExportAreGone() {
    var wanted = deleting(volume(spec("v", GIB, Provision.EXISTING).destroyed()));
    var before = loaded(List.of(stored("v", "/dev/a", GIB)), export("v"));
    VolumePlan plan = plan(wanted, before);

    assertThat(VolumeReport.isDestroyed(plan, Outcome.DONE, before)).isFalse();
    assertThat(VolumeReport.isDestroyed(plan, Outcome.DONE, loaded(List.of(), export("v"))))
        .isFalse();
    assertThat(VolumeReport.isDestroyed(plan, Outcome.DONE, loaded(List.of()))).isTrue();
    assertThat(
            VolumeReport.isDestroyed(plan, new Outcome("busy", false, Set.of()), loaded(List.of())))
        .isFalse();
  }

  private static List<String> hostsAfterRevoking(ObservedExport after, Outcome outcome) {
    var wanted = withStatus(volume(spec("v", GIB, Provision.EXISTING)), status("/dev/a", HOST));
    var there = List.of(stored("v", "/dev/a", GIB));
    return report(wanted, loaded(there, export("v", HOST)), outcome, loaded(there, after)).hosts();
  }

  private static ObservedExport unlooked(ObservedExport export) {
    return new ObservedExport(
        export.nqn(),
        export.serial(),
        1,
        4000,
        export.namespace(),
        false,
        export.hosts(),
        export.endpoints(),
        null,
        null);
  }

  private static LogicalVolumeStatus report(
      DesiredVolume wanted, ObservedPool before, Outcome outcome, ObservedPool after) {
    return VolumeReport.of(plan(wanted, before), outcome, after, "now");
  }

  private static VolumePlan plan(DesiredVolume wanted, ObservedPool before) {
    return Planner.plan(pool(wanted), before, TERMS).volumes().getFirst();
  }
}
