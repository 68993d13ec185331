package dev.liteio.agent.plan;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.Conflict;
import dev.liteio.agent.export.ExportOrder;
import dev.liteio.agent.export.Gap;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a volume after a pass: only what was read back, never what was meant to be.
 */
public final class VolumeReport {

  private final VolumePlan plan;
  private final Outcome outcome;
  private final ObservedPool after;
  private final String incarnation;

  private VolumeReport(VolumePlan plan, Outcome outcome, ObservedPool after, String incarnation) {
    this.plan = plan;
    this.outcome = outcome;
    this.after = after;
    this.incarnation = incarnation;
  }

  /**
   * The status of a volume.
   *
   * @param after read after the steps were taken
   * @param incarnation the target process this is about
   */
  public static LogicalVolumeStatus of(
      VolumePlan plan, Outcome outcome, ObservedPool after, String incarnation) {
    return new VolumeReport(plan, outcome, after, incarnation).render();
  }

  /** Whether an ordered destruction is complete, so that the object may go. */
  public static boolean isDestroyed(VolumePlan plan, Outcome outcome, ObservedPool after) {
    ExportOrder order = plan.order();
    return plan.verdict() instanceof Verdict.Destroy
        && outcome.failure() == null
        && !after.heldElsewhere()
        && Lookup.find(plan.volume(), after.contents()).isEmpty()
        && (order == null || after.exportOf(plan.volume().spec().lvol(), order.nqn()).isEmpty());
  }

  private LogicalVolumeStatus render() {
    ExportOrder order = plan.order();
    StoredVolume stored = Lookup.find(plan.volume(), after.contents()).orElse(null);
    ObservedExport seen = order == null ? null : export(order, stored).orElse(null);
    Judgement judgement = judge(order, stored, seen);
    return new LogicalVolumeStatus(
        plan.volume().generation(),
        incarnation,
        judgement.state(),
        judgement.reason(),
        judgement.message(),
        device(stored),
        stored == null ? null : stored.sizeBytes(),
        Hosts.listed(plan, seen, outcome, after.heldElsewhere()),
        endpoints(order, seen),
        null);
  }

  /** What stands in the way of a volume that is there is told; else only what is its own. */
  private Optional<ObservedExport> export(ExportOrder order, @Nullable StoredVolume stored) {
    return stored == null
        ? after.exportOf(plan.volume().spec().lvol(), order.nqn())
        : after.export(order.nqn());
  }

  private record Judgement(
      LogicalVolumeState state, @Nullable LogicalVolumeReason reason, @Nullable String message) {}

  private Judgement judge(
      @Nullable ExportOrder order, @Nullable StoredVolume stored, @Nullable ObservedExport seen) {
    return switch (plan.verdict()) {
      case Verdict.Serve serve -> served(serve, order, stored, seen);
      case Verdict.Refuse refuse ->
          stored == null && seen == null
              ? new Judgement(LogicalVolumeState.FAILED, refuse.reason(), refuse.message())
              : notReady(refuse.reason(), refuse.message() + "; what was made is being removed");
      case Verdict.Wait wait -> notReady(wait.reason(), wait.message());
      case Verdict.Lose lose ->
          new Judgement(LogicalVolumeState.LOST, LogicalVolumeReason.DATA_MISSING, lose.message());
      case Verdict.Destroy destroy ->
          notReady(LogicalVolumeReason.TARGET_ERROR, failureOr("its data is being destroyed"));
    };
  }

  private Judgement served(
      Verdict.Serve serve,
      @Nullable ExportOrder order,
      @Nullable StoredVolume stored,
      @Nullable ObservedExport seen) {
    if (stored == null && outcome.noSpace()) {
      String message = failureOr("no room");
      return seen == null
          ? new Judgement(LogicalVolumeState.FAILED, LogicalVolumeReason.NO_SPACE, message)
          : notReady(LogicalVolumeReason.NO_SPACE, message);
    }
    if (order == null || stored == null || seen == null) {
      return notReady(LogicalVolumeReason.TARGET_ERROR, failureOr("not made yet"));
    }
    ExportOrder exact = Orders.backed(order, stored);
    Optional<String> conflict = Conflict.between(exact, seen);
    if (conflict.isPresent()) {
      return notReady(LogicalVolumeReason.CONFLICT, conflict.get());
    }
    Set<Gap> gaps = Gap.between(exact, seen);
    if (!gaps.isEmpty()) {
      return notReady(LogicalVolumeReason.TARGET_ERROR, failureOr(missing(exact, seen, gaps)));
    }
    return ready(serve, stored);
  }

  private String missing(ExportOrder order, ObservedExport seen, Set<Gap> gaps) {
    Set<String> lingering = Hosts.lingering(plan.volume(), order, seen, after.heldElsewhere());
    return lingering.isEmpty()
        ? "not served yet, missing: " + gaps
        : "nobody is let in before it is proven that %s is out"
            .formatted(String.join(", ", lingering));
  }

  private Judgement ready(Verdict.Serve serve, StoredVolume stored) {
    if (serve.reason() == null && stored.sizeBytes() < plan.volume().spec().sizeBytes()) {
      LogicalVolumeReason reason =
          outcome.noSpace() ? LogicalVolumeReason.NO_SPACE : LogicalVolumeReason.TARGET_ERROR;
      return new Judgement(LogicalVolumeState.READY, reason, failureOr("not grown yet"));
    }
    return new Judgement(LogicalVolumeState.READY, serve.reason(), serve.message());
  }

  private static Judgement notReady(LogicalVolumeReason reason, String message) {
    return new Judgement(LogicalVolumeState.NOT_READY, reason, message);
  }

  private String failureOr(String otherwise) {
    String failure = outcome.failure();
    return failure == null ? otherwise : failure;
  }

  /** Where it was last seen stays: it says where it must be looked for. */
  private @Nullable String device(@Nullable StoredVolume stored) {
    String before = plan.volume().deviceOrNull();
    return stored == null
        ? before
        : after.contents().deviceOf(stored.store()).map(DeviceContents::path).orElse(before);
  }

  private static @Nullable List<Endpoint> endpoints(
      @Nullable ExportOrder order, @Nullable ObservedExport seen) {
    if (order == null || seen == null || seen.namespace() == null) {
      return null;
    }
    List<Endpoint> listening =
        seen.endpoints().stream()
            .filter(order.endpoints()::contains)
            .sorted(Comparator.comparing(Endpoint::toString))
            .toList();
    return listening.isEmpty() ? null : listening;
  }
}
