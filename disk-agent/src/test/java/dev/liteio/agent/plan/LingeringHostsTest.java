package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.GIB;
import static dev.liteio.agent.plan.Samples.TERMS;
import static dev.liteio.agent.plan.Samples.connected;
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
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Provision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A removal of a host that ran out of time takes it off the list and proves nothing. */
class LingeringHostsTest {

  private static final String OLD = "nqn.2014-08.org.nvmexpress:uuid:a";
  private static final String NEXT = "nqn.2014-08.org.nvmexpress:uuid:b";
  private static final Outcome TIMED_OUT = new Outcome("no answer in time", false, Set.of());

  private final DesiredVolume wanted =
      withStatus(volume(spec("v", GIB, Provision.EXISTING, NEXT)), status("/dev/a", OLD));

  @Test
  void nobodyIsLetInWhileTheOneBeforeIsStillConnected() {
    ObservedPool observed = with(connected(export("v"), OLD));
    VolumePlan plan = plan(wanted, observed);

    assertThat(letIn(plan)).isEmpty();
    LogicalVolumeStatus said = VolumeReport.of(plan, Outcome.DONE, observed, "now");
    assertThat(said.hosts()).containsExactly(OLD);
    assertThat(said.state()).isEqualTo(LogicalVolumeState.NOT_READY);
    assertThat(said.message()).contains(OLD);
  }

  @Test
  void norWhileAQueueMayBeIts() {
    assertThat(letIn(plan(wanted, with(unattributed())))).isEmpty();
  }

  @Test
  void norToAnIncompleteExport() {
    ObservedExport open = connected(Samples.hollow(export("v")), OLD);
    assertThat(letIn(plan(wanted, with(open)))).isEmpty();
  }

  @Test
  void norWhenOnlyTheTargetRemembersIt() {
    var unknown = volume(spec("v", GIB, Provision.EXISTING, NEXT));
    assertThat(letIn(plan(unknown, with(connected(export("v"), OLD))))).isEmpty();
  }

  @Test
  void norWhileAnotherProcessMayServeIt() {
    var held =
        new ObservedPool(loaded(List.of(stored("v", "/dev/a", GIB))).contents(), Map.of(), true);
    assertThat(letIn(plan(wanted, held))).isEmpty();
  }

  @Test
  void whoIsInStaysIn() {
    ObservedExport both = connected(export("v", NEXT), OLD, NEXT);
    VolumePlan plan = plan(wanted, with(both));
    assertThat(plan.stages()).isEmpty();
  }

  @Test
  void theNextOneIsLetInWhenNothingIsLeft() {
    assertThat(letIn(plan(wanted, with(connected(export("v")))))).containsExactly(NEXT);
  }

  @Test
  void theNextOneIsLetInBehindTheRemovalOfTheOneBefore() {
    VolumePlan plan = plan(wanted, with(connected(export("v", OLD), OLD)));
    assertThat(plan.stages().getFirst()).hasOnlyElementsOfType(Step.Revoke.class);
    assertThat(letIn(plan)).containsExactly(NEXT);
  }

  @Test
  void whoWasToBeCutOffIsListedUntilItIsProvenThoughNoStatusNamedIt() {
    var unnamed = volume(spec("v", GIB, Provision.EXISTING));
    VolumePlan plan = plan(unnamed, with(export("v", OLD)));
    assertThat(VolumeReport.of(plan, TIMED_OUT, with(unattributed()), "now").hosts())
        .containsExactly(OLD);
    assertThat(VolumeReport.of(plan, TIMED_OUT, with(connected(export("v"))), "now").hosts())
        .isEmpty();
  }

  private static ObservedExport unattributed() {
    return export("v")
        .looked(Map.of(Samples.ENDPOINT, PathState.SERVING), new Connections(Set.of(), true));
  }

  private static Set<String> letIn(VolumePlan plan) {
    Set<String> hosts = new HashSet<>();
    for (List<Step> stage : plan.stages()) {
      for (Step step : stage) {
        if (step instanceof Step.Allow allow) {
          hosts.addAll(allow.hosts());
        } else if (step instanceof Step.Export completed) {
          hosts.addAll(completed.order().hosts());
        }
      }
    }
    return hosts;
  }

  private static ObservedPool with(ObservedExport export) {
    return loaded(List.of(stored("v", "/dev/a", GIB)), export);
  }

  private static VolumePlan plan(DesiredVolume wanted, ObservedPool observed) {
    return Planner.plan(pool(wanted), observed, TERMS).volumes().getFirst();
  }
}
