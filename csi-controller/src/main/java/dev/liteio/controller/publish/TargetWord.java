package dev.liteio.controller.publish;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.Unavailable;
import dev.liteio.rpc.TimeLimit;
import java.util.List;
import java.util.Optional;

/** What the agent of a leg says of its target, waited for. Only what answers the spec counts. */
final class TargetWord {

  private final Cluster cluster;
  private final Changes changes;

  TargetWord(Cluster cluster, Changes changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /** Whether the last word is about this very spec; else hosts may be in that it does not name. */
  static boolean answers(LogicalVolume leg) {
    LogicalVolumeStatus status = leg.getStatus();
    return status != null && status.isAbout(leg.getMetadata().getGeneration());
  }

  /** Waits for a word about that spec, or until there is no such object. */
  void awaitAnswer(LogicalVolume read, TimeLimit limit) throws InterruptedException {
    String name = read.getMetadata().getName();
    long generation = read.getMetadata().getGeneration();
    Boolean answered =
        changes.await(
            List.of(name),
            () -> isAnswered(changes.heard(name), generation),
            () -> isAnswered(cluster.logicalVolumes().get(name), generation) ? true : null,
            limit);
    if (answered == null) {
      throw new Unavailable(
          "LogicalVolume %s on node %s: its agent has not answered the last change, so that nobody knows who is let in; %s; repeat the call"
              .formatted(name, read.getSpec().node(), lastWord(name)));
    }
  }

  private static boolean isAnswered(Optional<LogicalVolume> leg, long generation) {
    return leg.map(there -> there.getStatus() != null && there.getStatus().isAbout(generation))
        .orElse(true);
  }

  /**
   * Waits until the leg is served to that host, and to nobody whom its spec does not list.
   *
   * @throws OperationPending when its spec does not list the host any more, so that it never will
   *     be
   */
  LogicalVolume awaitServed(LogicalVolume written, String host, TimeLimit limit)
      throws InterruptedException {
    String name = written.getMetadata().getName();
    long generation = written.getMetadata().getGeneration();
    LogicalVolume served =
        changes.await(
            List.of(name),
            () ->
                changes
                    .heard(name)
                    .filter(leg ->
                        isServed(leg, generation, host) || isWithdrawn(leg, generation, host))
                    .isPresent(),
            () ->
                Optional.of(stillListing(host, written))
                    .filter(leg -> isServed(leg, generation, host))
                    .orElse(null),
            limit);
    if (served == null) {
      throw new Unavailable(
          "LogicalVolume %s on node %s: the target has not confirmed the host; %s; repeat the call"
              .formatted(name, written.getSpec().node(), lastWord(name)));
    }
    return served;
  }

  /** What was heard may be older than what we wrote. */
  private static boolean isWithdrawn(LogicalVolume heard, long generation, String host) {
    return heard.getMetadata().getGeneration() > generation && !lists(heard, host);
  }

  private LogicalVolume stillListing(String host, LogicalVolume written) {
    String name = written.getMetadata().getName();
    return cluster
        .logicalVolumes()
        .get(name)
        .filter(leg -> lists(leg, host))
        .orElseThrow(() ->
            new OperationPending(
                "volume %s was unpublished while its host was let in: LogicalVolume %s does not list it any more; repeat the call"
                    .formatted(written.getSpec().volume(), name)));
  }

  private static boolean lists(LogicalVolume leg, String host) {
    return leg.getSpec().hostsOrEmpty().stream().anyMatch(each -> each.hostNqn().equals(host));
  }

  private static boolean isServed(LogicalVolume leg, long generation, String host) {
    LogicalVolumeStatus status = leg.getStatus();
    return status != null
        && status.isAbout(generation)
        && status.state() == LogicalVolumeState.READY
        && status.hostsOrEmpty().contains(host)
        && StrayHosts.of(leg).isEmpty();
  }

  private String lastWord(String name) {
    LogicalVolumeStatus status =
        cluster.logicalVolumes().get(name).map(LogicalVolume::getStatus).orElse(null);
    return status == null || status.reason() == null
        ? "its agent has not said why"
        : status.reason() + " " + status.message();
  }
}
