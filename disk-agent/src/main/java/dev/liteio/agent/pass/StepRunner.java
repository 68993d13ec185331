package dev.liteio.agent.pass;

import dev.liteio.agent.engine.PoolEngine;
import dev.liteio.agent.export.Exporter;
import dev.liteio.agent.plan.Outcome;
import dev.liteio.agent.plan.Plan;
import dev.liteio.agent.plan.Step;
import dev.liteio.agent.plan.VolumePlan;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import dev.liteio.spdk.jsonrpc.SpdkReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a plan. Volumes do not wait for each other, the steps of a stage travel
 * together, and a stage begins when the one before it succeeded.
 */
public final class StepRunner {

  private final PoolEngine engine;
  private final Exporter exporter;

  /** A runner that acts on these. */
  public StepRunner(PoolEngine engine, Exporter exporter) {
    this.engine = engine;
    this.exporter = exporter;
  }

  /** Takes all steps and answers, by volume, how it went; never fails as a whole. */
  public Map<String, Outcome> run(Plan plan) {
    Map<String, CompletableFuture<Outcome>> running = new HashMap<>();
    for (VolumePlan volume : plan.volumes()) {
      if (!volume.stages().isEmpty()) {
        running.put(volume.volume().name(), start(volume));
      }
    }
    Map<String, Outcome> outcomes = new HashMap<>();
    running.forEach((name, outcome) -> outcomes.put(name, outcome.join()));
    return outcomes;
  }

  private CompletableFuture<Outcome> start(VolumePlan volume) {
    Set<String> cut = ConcurrentHashMap.newKeySet();
    CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
    for (List<Step> stage : volume.stages()) {
      chain = chain.thenCompose(before -> takeAll(stage, cut));
    }
    return chain.handle((done, failure) -> outcome(failure, cut));
  }

  private CompletableFuture<Void> takeAll(List<Step> stage, Set<String> cut) {
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (Step step : stage) {
      calls.add(take(step, cut));
    }
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> take(Step step, Set<String> cut) {
    return switch (step) {
      case Step.CreateVolume create ->
          engine.create(create.store(), create.name(), create.sizeBytes(), create.thin());
      case Step.GrowVolume grow -> engine.grow(grow.volume(), grow.sizeBytes());
      case Step.DeleteVolume delete -> engine.delete(delete.volume());
      case Step.Export export -> exporter.export(export.order(), export.seen());
      case Step.Allow allow -> each(allow.hosts(), host -> exporter.allow(allow.nqn(), host));
      case Step.Revoke revoke ->
          each(
              revoke.hosts(),
              host -> exporter.revoke(revoke.nqn(), host).thenRun(() -> cut.add(host)));
      case Step.Close close -> exporter.close(close.seen());
      case Step.Unexport unexport -> exporter.unexport(unexport.nqn());
    };
  }

  private static CompletableFuture<Void> each(
      List<String> hosts, java.util.function.Function<String, CompletableFuture<Void>> call) {
    return CompletableFuture.allOf(hosts.stream().map(call).toArray(CompletableFuture[]::new));
  }

  private static Outcome outcome(@Nullable Throwable failure, Set<String> cut) {
    if (failure == null) {
      return new Outcome(null, false, cut);
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    boolean noSpace =
        cause instanceof JsonRpcException.Remote remote && remote.reason() == SpdkReason.NO_SPACE;
    String message = cause.getMessage();
    return new Outcome(message == null ? cause.toString() : message, noSpace, cut);
  }
}
