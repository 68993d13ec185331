package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.GIB;
import static dev.liteio.agent.plan.Samples.TERMS;
import static dev.liteio.agent.plan.Samples.deleting;
import static dev.liteio.agent.plan.Samples.device;
import static dev.liteio.agent.plan.Samples.loaded;
import static dev.liteio.agent.plan.Samples.loading;
import static dev.liteio.agent.plan.Samples.pool;
import static dev.liteio.agent.plan.Samples.seen;
import static dev.liteio.agent.plan.Samples.spec;
import static dev.liteio.agent.plan.Samples.status;
import static dev.liteio.agent.plan.Samples.stored;
import static dev.liteio.agent.plan.Samples.volume;
import static dev.liteio.agent.plan.Samples.withStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Provision;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An agent that died before it could say where it made a volume makes it again on another device,
 * when the first one does not load. Only one of the two gets data.
 */
class TwinVolumesTest {

  private static final DesiredVolume WANTED =
      withStatus(volume(spec("v", GIB, Provision.EXISTING)), status("/dev/a"));

  @Test
  void theEmptyTwinIsNotServedWhileTheDeviceWithTheDataIsLoading() {
    var observed =
        seen(
            List.of(loading("/dev/a"), device("/dev/b", 100 * GIB, 100 * GIB)),
            List.of(stored("v", "/dev/b", GIB)));

    VolumePlan plan = plan(WANTED, observed);

    assertThat(plan.verdict()).isInstanceOf(Verdict.Wait.class);
    assertThat(plan.stages()).isEmpty();
    assertThat(VolumeReport.of(plan, Outcome.DONE, observed, "now").device()).isEqualTo("/dev/a");
  }

  @Test
  void theEmptyTwinDoesNotReplaceWhatIsLost() {
    VolumePlan plan = plan(WANTED, loaded(List.of(stored("v", "/dev/b", GIB))));

    assertThat(plan.verdict()).isInstanceOf(Verdict.Lose.class);
  }

  @Test
  void ofTwoTheOneWithTheDataIsServedAndDestroyed() {
    var there = loaded(List.of(stored("v", "/dev/b", GIB), stored("v", "/dev/a", GIB)));
    var ordered =
        deleting(
            withStatus(volume(spec("v", GIB, Provision.EXISTING).destroyed()), status("/dev/a")));

    assertThat(plan(WANTED, there).verdict()).isInstanceOf(Verdict.Serve.class);
    assertThat(plan(ordered, there).stages())
        .containsExactly(List.of(new Step.DeleteVolume(stored("v", "/dev/a", GIB))));
  }

  private static VolumePlan plan(DesiredVolume wanted, ObservedPool observed) {
    return Planner.plan(pool(wanted), observed, TERMS).volumes().getFirst();
  }
}
