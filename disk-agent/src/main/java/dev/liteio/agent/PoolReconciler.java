package dev.liteio.agent;

import dev.liteio.agent.cluster.StatusWriter;
import dev.liteio.agent.cluster.Wishes;
import dev.liteio.agent.link.DepartedTarget;
import dev.liteio.agent.link.TargetLink;
import dev.liteio.agent.pass.PassResult;
import dev.liteio.agent.pass.PoolPass;
import dev.liteio.agent.pass.TargetSession;
import dev.liteio.agent.plan.DesiredPool;
import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.PoolReport;
import dev.liteio.agent.plan.ServingTerms;
import dev.liteio.agent.plan.UnreachableReport;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.kubernetes.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Brings one pool in line with what is wanted, and says what is so. */
final class PoolReconciler implements Reconciler<String> {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);

  private final Wishes wishes;
  private final TargetLink link;
  private final DepartedTarget departed;
  private final StatusWriter writer;
  private final ServingTerms terms;
  private final Duration resync;
  private final Clock clock;
  private final Map<String, Progress> progress = new ConcurrentHashMap<>();

  PoolReconciler(
      Wishes wishes,
      TargetLink link,
      DepartedTarget departed,
      StatusWriter writer,
      ServingTerms terms,
      Duration resync,
      Clock clock) {
    this.wishes = wishes;
    this.link = link;
    this.departed = departed;
    this.writer = writer;
    this.terms = terms;
    this.resync = resync;
    this.clock = clock;
  }

  /** How far a pool has come with one session. */
  private static final class Progress {
    private final PoolPass pass;
    private long fullAtNanos;
    private boolean fullIsDue = true;
    private volatile boolean told;

    private Progress(PoolPass pass) {
      this.pass = pass;
    }
  }

  @Override
  public Optional<Duration> reconcile(String pool) throws InterruptedException {
    if (!wishes.isComplete()) {
      return Optional.of(SOON);
    }
    DesiredPool desired = remembering(wishes.desired(pool));
    Optional<TargetSession> session = link.session();
    if (session.isEmpty()) {
      sayUnreachable(desired);
      return Optional.of(WHILE_AWAY);
    }
    pass(desired, progressWith(pool, session.get()));
    return Optional.of(resync);
  }

  /**
   * What keeps this node from serving what is asked of it; empty when there was a pass over every
   * pool since the target began, whatever became of it: a broken disk is told in its pool's status.
   */
  String trouble() {
    if (!wishes.isComplete()) {
      return "the API server has not listed the pools and logical volumes yet";
    }
    Optional<TargetSession> session = link.session();
    if (session.isEmpty()) {
      return "no session with the target: " + link.trouble();
    }
    List<String> waiting =
        wishes.poolNames().stream().filter(pool -> !isTold(pool, session.get())).toList();
    return waiting.isEmpty()
        ? ""
        : "pools that were not looked at since the target began: " + String.join(", ", waiting);
  }

  private boolean isTold(String pool, TargetSession session) {
    Progress known = progress.get(pool);
    return known != null && known.told && known.pass.session().equals(session);
  }

  private DesiredPool remembering(DesiredPool desired) {
    return new DesiredPool(
        desired.name(),
        desired.spec(),
        desired.volumes().stream().map(writer::remembering).toList());
  }

  private Progress progressWith(String pool, TargetSession session) {
    return Objects.requireNonNull(
        progress.compute(
            pool,
            (name, known) ->
                known != null && known.pass.session().equals(session)
                    ? known
                    : new Progress(new PoolPass(session, terms))));
  }

  private void pass(DesiredPool desired, Progress known) throws InterruptedException {
    boolean full = known.fullIsDue || System.nanoTime() - known.fullAtNanos >= resync.toNanos();
    known.fullIsDue = true;
    PassResult result = known.pass.run(desired, full);
    say(desired, result, known.pass.session());
    known.told = true;
    if (!result.settled()) {
      throw new IllegalStateException(
          "pool %s is not as it should be yet: see the statuses of its volumes and devices"
              .formatted(desired.name()));
    }
    known.fullIsDue = false;
    if (full) {
      known.fullAtNanos = System.nanoTime();
    }
  }

  private void say(DesiredPool desired, PassResult result, TargetSession session)
      throws InterruptedException {
    writer.write(
        result.volumes().stream()
            .map(one -> new StatusWriter.Change(one.volume(), one.status()))
            .toList());
    Optional<StoragePool> pool = wishes.pool(desired.name());
    if (pool.isPresent()) {
      Set<String> claimed =
          desired.volumes().stream().map(one -> one.spec().lvol()).collect(Collectors.toSet());
      writer.write(
          pool.get(),
          PoolReport.of(
              pool.get().getSpec(),
              pool.get().getMetadata().getGeneration(),
              result.after().contents(),
              claimed,
              session.process().incarnation(),
              terms.endpoints(),
              null,
              pool.get().getStatus(),
              clock.instant()));
    }
  }

  private void sayUnreachable(DesiredPool desired) throws InterruptedException {
    var changes =
        desired.volumes().stream()
            .filter(volume -> !volume.isAnswered())
            .map(volume -> new StatusWriter.Change(volume, unreachable(desired, volume)))
            .toList();
    writer.write(changes);
    wishes
        .pool(desired.name())
        .ifPresent(pool ->
            writer.write(
                pool,
                PoolReport.unreachable(
                    Objects.requireNonNullElse(pool.getMetadata().getGeneration(), 0L),
                    link.trouble(),
                    pool.getStatus(),
                    clock.instant())));
  }

  private LogicalVolumeStatus unreachable(DesiredPool desired, DesiredVolume volume) {
    return UnreachableReport.of(
        volume, departed.isProvenGone(desired.name(), volume), link.trouble());
  }
}
