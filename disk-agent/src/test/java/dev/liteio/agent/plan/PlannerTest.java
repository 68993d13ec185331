package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.CLUSTER;
import static dev.liteio.agent.plan.Samples.GIB;
import static dev.liteio.agent.plan.Samples.MIB;
import static dev.liteio.agent.plan.Samples.TERMS;
import static dev.liteio.agent.plan.Samples.createdAt;
import static dev.liteio.agent.plan.Samples.deleting;
import static dev.liteio.agent.plan.Samples.device;
import static dev.liteio.agent.plan.Samples.export;
import static dev.liteio.agent.plan.Samples.hollow;
import static dev.liteio.agent.plan.Samples.loaded;
import static dev.liteio.agent.plan.Samples.loading;
import static dev.liteio.agent.plan.Samples.pool;
import static dev.liteio.agent.plan.Samples.seen;
import static dev.liteio.agent.plan.Samples.spec;
import static dev.liteio.agent.plan.Samples.status;
import static dev.liteio.agent.plan.Samples.store;
import static dev.liteio.agent.plan.Samples.stored;
import static dev.liteio.agent.plan.Samples.volume;
import static dev.liteio.agent.plan.Samples.withStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Provision;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final String HOST = "nqn.2014-08.org.nvmexpress:uuid:a";
  private static final String OTHER = "nqn.2014-08.org.nvmexpress:uuid:b";

  @Test
  void aNewVolumeIsMadeAndThenServed() {
    var wanted = volume(spec("v", GIB, Provision.CREATE));

    VolumePlan plan = only(Planner.plan(pool(wanted), loaded(List.of()), TERMS));

    assertThat(plan.stages()).hasSize(2);
    assertThat(plan.stages().get(0)).hasOnlyElementsOfType(Step.CreateVolume.class);
    assertThat(plan.stages().get(1)).hasOnlyElementsOfType(Step.Export.class);
  }

  @Test
  void whatExistsAndIsAsAskedNeedsNothing() {
    var wanted = volume(spec("v", GIB, Provision.EXISTING, HOST));

    Plan plan =
        Planner.plan(
            pool(wanted), loaded(List.of(stored("v", "/dev/a", GIB)), export("v", HOST)), TERMS);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void whatExistedAndIsNotThereIsLostAndNeverMadeAgain() {
    var wanted = volume(spec("v", GIB, Provision.EXISTING));

    VolumePlan plan = only(Planner.plan(pool(wanted), loaded(List.of()), TERMS));

    assertThat(plan.verdict()).isInstanceOf(Verdict.Lose.class);
    assertThat(plan.stages()).isEmpty();
  }

  @Test
  void whatWasDeletedByHandBeforeItWasMadeIsNeitherMadeNorCalledLost() {
    var wanted = deleting(volume(spec("v", GIB, Provision.CREATE)));

    VolumePlan plan = only(Planner.plan(pool(wanted), loaded(List.of()), TERMS));

    assertThat(plan.verdict())
        .isInstanceOfSatisfying(
            Verdict.Wait.class,
            wait -> assertThat(wait.reason()).isEqualTo(LogicalVolumeReason.KEPT_WITHOUT_ORDER));
    assertThat(plan.stages()).isEmpty();
  }

  @Test
  void whatAStatusHasSeenOnADeviceExistedThoughItsSpecStillSaysCreate() {
    var wanted = withStatus(volume(spec("v", GIB, Provision.CREATE)), status("/dev/a"));

    VolumePlan plan = only(Planner.plan(pool(wanted), loaded(List.of()), TERMS));

    assertThat(plan.verdict()).isInstanceOf(Verdict.Lose.class);
    assertThat(plan.stages()).isEmpty();
  }

  @Test
  void whatExistedIsAwaitedWhileADeviceIsStillLoading() {
    var wanted = volume(spec("v", GIB, Provision.EXISTING));
    var half = seen(List.of(device("/dev/a", GIB, GIB), loading("/dev/b")), List.of());

    VolumePlan plan = only(Planner.plan(pool(wanted), half, TERMS));

    assertThat(plan.verdict())
        .isInstanceOfSatisfying(
            Verdict.Wait.class,
            wait -> {
              assertThat(wait.reason()).isEqualTo(LogicalVolumeReason.POOL_NOT_LOADED);
              assertThat(wait.message()).contains("/dev/b");
            });
    assertThat(plan.stages()).isEmpty();
  }

  @Test
  void whatWasLastSeenOnALoadedDeviceIsLostThoughAnotherIsStillLoading() {
    var wanted = withStatus(volume(spec("v", GIB, Provision.EXISTING)), status("/dev/a"));
    var half = seen(List.of(device("/dev/a", GIB, GIB), loading("/dev/b")), List.of());

    assertThat(only(Planner.plan(pool(wanted), half, TERMS)).verdict())
        .isInstanceOf(Verdict.Lose.class);
  }

  @Test
  void anEmptyExportStopsListeningSoThatHostsWaitInsteadOfFailing() {
    var wanted = volume(spec("v", GIB, Provision.EXISTING, HOST));
    var half =
        seen(
            List.of(loading("/dev/a"), loading("/dev/b")),
            List.of(),
            hollow(export("v", HOST, OTHER)));

    VolumePlan plan = only(Planner.plan(pool(wanted), half, TERMS));

    assertThat(plan.stages().get(0)).hasOnlyElementsOfType(Step.Close.class);
    assertThat(plan.stages().get(1))
        .containsExactly(new Step.Revoke(export("v").nqn(), List.of(OTHER)));
  }

  @Test
  void whoIsNotListedAnyMoreIsCutOffBeforeAnybodyIsLetIn() {
    var wanted = volume(spec("v", GIB, Provision.EXISTING, OTHER));

    VolumePlan plan =
        only(
            Planner.plan(
                pool(wanted),
                loaded(List.of(stored("v", "/dev/a", GIB)), export("v", HOST)),
                TERMS));

    assertThat(plan.stages())
        .containsExactly(
            List.of(new Step.Revoke(export("v").nqn(), List.of(HOST))),
            List.of(new Step.Allow(export("v").nqn(), List.of(OTHER))));
  }

  @Test
  void anObjectDeletedWithoutAnOrderKeepsItsDataAndItsExport() {
    var wanted = deleting(volume(spec("v", GIB, Provision.EXISTING, HOST)));

    VolumePlan plan =
        only(
            Planner.plan(
                pool(wanted),
                loaded(List.of(stored("v", "/dev/a", GIB)), export("v", HOST)),
                TERMS));

    assertThat(plan.stages()).isEmpty();
    assertThat(plan.verdict())
        .isInstanceOfSatisfying(
            Verdict.Serve.class,
            serve -> assertThat(serve.reason()).isEqualTo(LogicalVolumeReason.KEPT_WITHOUT_ORDER));
  }

  @Test
  void anOrderWithoutADeletionDestroysNothing() {
    var wanted = volume(spec("v", GIB, Provision.EXISTING).destroyed());

    Plan plan =
        Planner.plan(pool(wanted), loaded(List.of(stored("v", "/dev/a", GIB)), export("v")), TERMS);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void anOrderedDeletionTakesTheExportAwayFirst() {
    var wanted = deleting(volume(spec("v", GIB, Provision.EXISTING).destroyed()));
    var there = stored("v", "/dev/a", GIB);

    VolumePlan plan = only(Planner.plan(pool(wanted), loaded(List.of(there), export("v")), TERMS));

    assertThat(plan.stages())
        .containsExactly(
            List.of(new Step.Unexport(export("v").nqn())), List.of(new Step.DeleteVolume(there)));
  }

  @Test
  void anOrderedDeletionWaitsForTheDeviceThatMayHoldTheData() {
    var wanted = deleting(volume(spec("v", GIB, Provision.EXISTING).destroyed()));
    var half = seen(List.of(device("/dev/a", GIB, GIB), loading("/dev/b")), List.of());

    VolumePlan plan = only(Planner.plan(pool(wanted), half, TERMS));

    assertThat(plan.verdict()).isInstanceOf(Verdict.Wait.class);
  }

  @Test
  void orphansAreLeftAlone() {
    Plan plan =
        Planner.plan(pool(), loaded(List.of(stored("v", "/dev/a", GIB)), export("v")), TERMS);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void aVolumeGrowsToTheSizeAskedForAndIsNeverCut() {
    var larger = volume(spec("v", 2 * GIB, Provision.EXISTING));
    var smaller = volume(spec("w", MIB, Provision.EXISTING));
    var v = stored("v", "/dev/a", GIB);

    Plan plan =
        Planner.plan(
            pool(larger, smaller),
            loaded(List.of(v, stored("w", "/dev/a", GIB)), export("v"), export("w")),
            TERMS);

    assertThat(plan.steps()).containsExactly(new Step.GrowVolume(v, 2 * GIB));
  }

  @Test
  void roomIsGivenToTheOldestFirstAndTheOthersAreRefusedWithNothingLeft() {
    var young = createdAt(volume(spec("a", 6 * GIB, Provision.CREATE)), 2);
    var old = createdAt(volume(spec("b", 6 * GIB, Provision.CREATE)), 1);
    var small = seen(List.of(device("/dev/a", 8 * GIB, 8 * GIB)), List.of());

    Plan plan = Planner.plan(pool(young, old), small, TERMS);

    assertThat(plan.volumes()).extracting(p -> p.volume().name()).containsExactly("b", "a");
    assertThat(plan.volumes().get(0).verdict()).isInstanceOf(Verdict.Serve.class);
    assertThat(plan.volumes().get(1).verdict())
        .isInstanceOfSatisfying(
            Verdict.Refuse.class,
            refuse -> assertThat(refuse.message()).contains("6Gi wanted", "2Gi free"));
    assertThat(plan.volumes().get(1).stages()).isEmpty();
  }

  @Test
  void aRefusalStandsThoughThereIsRoomNow() {
    LogicalVolumeStatus refused =
        new LogicalVolumeStatus(
            1L,
            "i",
            LogicalVolumeState.FAILED,
            LogicalVolumeReason.NO_SPACE,
            "6Gi wanted",
            null,
            null,
            null,
            null,
            null);
    var wanted = withStatus(volume(spec("v", GIB, Provision.CREATE)), refused);

    VolumePlan plan = only(Planner.plan(pool(wanted), loaded(List.of()), TERMS));

    assertThat(plan.verdict()).isInstanceOf(Verdict.Refuse.class);
    assertThat(plan.stages()).isEmpty();
  }

  @Test
  void aVolumeGoesToTheDeviceWithMostRoom() {
    var wanted = volume(spec("v", GIB, Provision.CREATE));
    var uneven =
        seen(
            List.of(device("/dev/a", 8 * GIB, 2 * GIB), device("/dev/b", 8 * GIB, 4 * GIB)),
            List.of());

    assertThat(Planner.plan(pool(wanted), uneven, TERMS).steps())
        .contains(new Step.CreateVolume(store("/dev/b"), "lv-v", GIB, false));
  }

  @Test
  void aVolumeWithoutItsPoolIsServedButNotMade() {
    var there = volume(spec("v", GIB, Provision.EXISTING, HOST));
    var wished = volume(spec("w", GIB, Provision.CREATE));
    var orphaned = new DesiredPool("pool-1", null, List.of(there, wished));
    var seen = seen(List.of(), List.of(stored("v", "/dev/a", GIB)), export("v"));

    Plan plan = Planner.plan(orphaned, seen, TERMS);

    assertThat(plan.steps()).containsExactly(new Step.Allow(export("v").nqn(), List.of(HOST)));
    assertThat(plan.volumes().get(1).verdict())
        .isInstanceOfSatisfying(
            Verdict.Wait.class,
            wait -> assertThat(wait.reason()).isEqualTo(LogicalVolumeReason.NO_POOL));
  }

  @Test
  void aSpecThatMakesNoSenseIsRefusedByName() {
    var odd = spec("v", GIB, Provision.CREATE);
    var broken =
        volume(
            new dev.liteio.crd.LogicalVolumeSpec(
                "v",
                0,
                "pool-1",
                "node-1",
                "no-uuid",
                "lv-v",
                GIB,
                false,
                0,
                odd.provision(),
                null,
                null));

    VolumePlan plan = only(Planner.plan(pool(broken), loaded(List.of()), TERMS));

    assertThat(plan.stages()).isEmpty();
    assertThat(plan.verdict())
        .isInstanceOfSatisfying(
            Verdict.Refuse.class, refuse -> assertThat(refuse.message()).contains("no-uuid"));
  }

  @Test
  void anExportOfAnotherVolumeUnderOurNameIsLeftAloneAndReported() {
    var wanted = volume(spec("v", GIB, Provision.EXISTING));
    var foreign =
        new dev.liteio.agent.engine.StoredVolume(
            store("/dev/a"), "lv-v", "bdev-other", GIB, false, GIB);
    var seen = loaded(List.of(foreign), export("v", HOST));

    VolumePlan plan = only(Planner.plan(pool(wanted), seen, TERMS));

    assertThat(plan.stages()).isEmpty();
    assertThat(VolumeReport.of(plan, Outcome.DONE, seen, "i").reason())
        .isEqualTo(LogicalVolumeReason.CONFLICT);
  }

  @Test
  void anAttemptThatIsAbsentOrGoesLeavesTheExportOfAnotherAlone() {
    var other =
        new dev.liteio.agent.engine.StoredVolume(
            store("/dev/b"), "lv-other", "bdev-v", GIB, false, GIB);
    var seen = loaded(List.of(other), export("v", HOST));
    var fresh = volume(spec("v", GIB, Provision.CREATE));
    var refused =
        withStatus(
            fresh,
            new LogicalVolumeStatus(
                1L,
                null,
                LogicalVolumeState.FAILED,
                LogicalVolumeReason.NO_SPACE,
                "no room",
                null,
                null,
                null,
                null,
                null));
    var destroyed = deleting(volume(spec("v", GIB, Provision.CREATE).destroyed()));

    for (DesiredVolume wanted :
        List.of(
            fresh,
            refused,
            destroyed,
            volume(spec("v", 1000 * GIB, Provision.CREATE)),
            volume(spec("v", GIB, Provision.EXISTING)))) {
      VolumePlan plan = only(Planner.plan(pool(wanted), seen, TERMS));
      assertThat(plan.stages().stream().flatMap(List::stream)).as("%s", wanted.spec()).isEmpty();
      assertThat(VolumeReport.of(plan, Outcome.DONE, seen, "i").hostsOrEmpty()).isEmpty();
    }
    VolumePlan waits = only(Planner.plan(pool(fresh), seen, TERMS));
    assertThat(VolumeReport.of(waits, Outcome.DONE, seen, "i").reason())
        .isEqualTo(LogicalVolumeReason.CONFLICT);
    VolumePlan goes = only(Planner.plan(pool(destroyed), seen, TERMS));
    assertThat(VolumeReport.isDestroyed(goes, Outcome.DONE, seen)).isTrue();
  }

  @Test
  void roundingUpToClustersIsNoConflict() {
    var wanted = volume(spec("v", MIB, Provision.EXISTING));
    var seen = loaded(List.of(stored("v", "/dev/a", CLUSTER)), export("v"));

    VolumePlan plan = only(Planner.plan(pool(wanted), seen, TERMS));

    assertThat(plan.verdict()).isEqualTo(Verdict.Serve.AS_ASKED);
  }

  private static VolumePlan only(Plan plan) {
    assertThat(plan.volumes()).hasSize(1);
    return plan.volumes().getFirst();
  }
}
