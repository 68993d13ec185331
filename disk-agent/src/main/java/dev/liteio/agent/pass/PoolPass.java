package dev.liteio.agent.pass;

import dev.liteio.agent.engine.LoadReport;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.PoolLayout;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.agent.plan.DesiredPool;
import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.ObservedPool;
import dev.liteio.agent.plan.Outcome;
import dev.liteio.agent.plan.Plan;
import dev.liteio.agent.plan.Planner;
import dev.liteio.agent.plan.ServingTerms;
import dev.liteio.agent.plan.VolumePlan;
import dev.liteio.agent.plan.VolumeReport;
import dev.liteio.spdk.jsonrpc.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one pool what it should be, once. */
public final class PoolPass {

  private static final Logger log = LoggerFactory.getLogger(PoolPass.class);

  /** Loading takes that long when a device carries a store already. */
  private static final Duration LOADING = Duration.ofSeconds(5);

  private final TargetSession session;
  private final ServingTerms terms;
  private final StepRunner runner;
  private final DeviceLoads loads;

  /** Passes over one pool of one target, for as long as the session lasts. */
  public PoolPass(TargetSession session, ServingTerms terms) {
    this.session = session;
    this.terms = terms;
    this.runner = new StepRunner(session.engine(), session.exporter());
    this.loads = new DeviceLoads(session.engine(), LOADING);
  }

  /** The session this acts on. */
  public TargetSession session() {
    return session;
  }

  /**
   * One pass.
   *
   * @param full looks closely at every export and tries devices again that were refused; else only
   *     where something is owed
   * @throws dev.liteio.spdk.jsonrpc.JsonRpcException when what is there could not be read; then
   *     nothing is said about anything
   */
  public PassResult run(DesiredPool desired, boolean full) {
    long began = System.nanoTime();
    PoolLayout layout = PoolLayout.of(desired.name(), desired.spec());
    LoadReport load = bringUp(layout, full).heldElsewhere(isServedElsewhere(layout, desired));
    Attention attention = new Attention(desired, full);
    ObservedPool before = observe(layout, load, attention::isNeededBefore);
    Plan plan = Planner.plan(desired, before, terms);
    Map<String, Outcome> outcomes = runner.run(plan);
    ObservedPool after =
        plan.isEmpty() ? before : observe(layout, load, attention.after(plan, before));
    PassResult result = report(plan, outcomes, after);
    logPass(desired, plan, result, began);
    return result;
  }

  /** Volumes stay where they were seen, whatever became of the pool that listed the device. */
  private boolean isServedElsewhere(PoolLayout layout, DesiredPool desired) {
    return desired.volumes().stream()
        .map(DesiredVolume::deviceOrNull)
        .filter(Objects::nonNull)
        .filter(device -> !layout.paths().contains(device))
        .distinct()
        .anyMatch(device -> session.engine().isHeldElsewhere(layout.pool(), device));
  }

  private LoadReport bringUp(PoolLayout layout, boolean full) {
    return loads.bringUp(layout, Answers.await(session.engine().list(layout)), full);
  }

  private ObservedPool observe(
      PoolLayout layout, LoadReport load, Predicate<ObservedExport> closely) {
    CompletableFuture<PoolContents> contents = session.engine().list(layout);
    CompletableFuture<Map<String, ObservedExport>> exports = session.exporter().list();
    Map<String, ObservedExport> seen = new HashMap<>(Answers.await(exports));
    List<CompletableFuture<ObservedExport>> looks = new ArrayList<>();
    for (ObservedExport export : seen.values()) {
      if (closely.test(export)) {
        looks.add(session.exporter().look(export));
      }
    }
    for (CompletableFuture<ObservedExport> look : looks) {
      ObservedExport looked = Answers.await(look);
      seen.put(looked.nqn(), looked);
    }
    return new ObservedPool(load.explain(Answers.await(contents)), seen, load.heldElsewhere());
  }

  private PassResult report(Plan plan, Map<String, Outcome> outcomes, ObservedPool after) {
    List<PassResult.OfVolume> volumes = new ArrayList<>();
    String incarnation = session.process().incarnation();
    for (VolumePlan volume : plan.volumes()) {
      Outcome outcome = outcomes.getOrDefault(volume.volume().name(), Outcome.DONE);
      boolean gone = VolumeReport.isDestroyed(volume, outcome, after);
      volumes.add(
          new PassResult.OfVolume(
              volume.volume(), gone ? null : VolumeReport.of(volume, outcome, after, incarnation)));
    }
    boolean failed = outcomes.values().stream().anyMatch(outcome -> outcome.failure() != null);
    boolean loaded = after.contents().devices().stream().allMatch(device -> device.isReady());
    boolean proven = volumes.stream().noneMatch(PassResult.OfVolume::owesProof);
    return new PassResult(volumes, after, !failed && loaded && proven);
  }

  private static void logPass(DesiredPool desired, Plan plan, PassResult result, long began) {
    log.info(
        "event=pass pool={} volumes={} steps={} settled={} millis={}",
        desired.name(),
        desired.volumes().size(),
        plan.steps().count(),
        result.settled(),
        (System.nanoTime() - began) / 1_000_000);
  }
}
