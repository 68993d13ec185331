package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.failure.DeadlineExpired;
import dev.liteio.failure.OperationPending;
import dev.liteio.rpc.TimeLimit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What agents say to attempts. */
final class Verdicts {

  private final Cluster cluster;
  private final Changes changes;

  Verdicts(Cluster cluster, Changes changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /**
   * Waits until the attempt is ready or refused.
   *
   * @throws DeadlineExpired when nothing is known; the agent goes on
   * @throws OperationPending when somebody gave it up
   */
  LogicalVolume await(LogicalVolume attempt, TimeLimit limit) throws InterruptedException {
    String name = attempt.getMetadata().getName();
    LogicalVolume settled =
        changes.await(
            List.of(name),
            () -> changes.heard(name).filter(Verdicts::isSettled).isPresent(),
            () -> settled(attempt),
            limit);
    if (settled == null) {
      throw new DeadlineExpired(
          "LogicalVolume %s on pool %s: %s; it goes on, repeat the call"
              .formatted(
                  attempt.getMetadata().getName(), attempt.getSpec().pool(), lastWord(attempt)));
    }
    return settled;
  }

  private @Nullable LogicalVolume settled(LogicalVolume attempt) {
    LogicalVolume now =
        now(attempt)
            .orElseThrow(() ->
                new OperationPending(
                    attempt.getMetadata().getName()
                        + ": given up by another replica meanwhile; repeat the call"));
    return isSettled(now) ? now : null;
  }

  private static boolean isSettled(LogicalVolume attempt) {
    return isReady(attempt) || isRefused(attempt);
  }

  private Optional<LogicalVolume> now(LogicalVolume attempt) {
    return cluster
        .logicalVolumes()
        .get(attempt.getMetadata().getName())
        .filter(now -> Incarnation.isSame(now, attempt));
  }

  private String lastWord(LogicalVolume attempt) {
    LogicalVolumeStatus status = now(attempt).map(LogicalVolume::getStatus).orElse(null);
    if (status == null || status.state() == null) {
      return "its agent has not said anything";
    }
    return status.reason() + (status.message() == null ? "" : ": " + status.message());
  }

  /** It was made. */
  static boolean isReady(LogicalVolume attempt) {
    LogicalVolumeStatus status = attempt.getStatus();
    return !attempt.getSpec().destroyOrFalse()
        && status != null
        && status.state() == LogicalVolumeState.READY;
  }

  /** It is to go, or the agent says that nothing of it is left. */
  private static boolean isRefused(LogicalVolume attempt) {
    LogicalVolumeStatus status = attempt.getStatus();
    return attempt.getSpec().destroyOrFalse()
        || (!Attempts.isAccepted(attempt)
            && status != null
            && status.state() == LogicalVolumeState.FAILED
            && status.reason() != LogicalVolumeReason.TARGET_ERROR);
  }
}
