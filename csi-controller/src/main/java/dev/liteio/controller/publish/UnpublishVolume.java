package dev.liteio.controller.publish;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.volume.Legs;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.failure.Unavailable;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.VolumeId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws a node's host out. OK means proven: the target said, about a spec that no longer lists the
 * host, that neither its name nor a connection of it is left.
 */
public final class UnpublishVolume {

  private static final Logger LOG = LoggerFactory.getLogger(UnpublishVolume.class);
  private static final String REVOKED = "liteio.dev/revoked";

  private final Cluster cluster;
  private final Changes changes;
  private final Endings endings;

  public UnpublishVolume(Cluster cluster, Changes changes) {
    this.cluster = cluster;
    this.changes = changes;
    this.endings = new Endings(cluster);
  }

  /**
   * Unpublishes; a volume that is not published there is unpublished.
   *
   * @param node its name; empty = every node
   * @throws Unavailable while nothing is proven
   */
  public void unpublish(VolumeId volume, String node, TimeLimit limit) throws InterruptedException {
    Optional<Attachment> attachment =
        cluster
            .attachments()
            .get(volume.value())
            .filter(a -> node.isEmpty() || a.getSpec().node().equals(node));
    // before the logical volume is written: a publish that lost against that write looks at its
    // Attachment again, and must not let its host in behind our back
    attachment.ifPresent(endings::begin);
    for (LogicalVolume leg : servingLegs(volume)) {
      revoke(leg, node, attachment, limit);
    }
    attachment.ifPresent(endings::finish);
    LOG.info("action=unpublish volume={} node={}", volume, node.isEmpty() ? "all" : node);
  }

  /**
   * Those that may have let a host in. Hosts are only ever written to the leg that was chosen: an
   * attempt that lost, which may be on a node that never answers again, owes no proof.
   */
  private List<LogicalVolume> servingLegs(VolumeId volume) {
    List<LogicalVolume> all = cluster.legsOf(volume);
    if (all.stream().noneMatch(UnpublishVolume::isEmptyAndGoing)) {
      return all;
    }
    String chosen =
        cluster.volumes().get(volume.value()).flatMap(it -> Legs.chosen(it, Legs.ONLY)).orElse("");
    return chosen.isEmpty()
        ? all
        : all.stream()
            .filter(leg -> leg.getMetadata().getName().equals(chosen) || !isEmptyAndGoing(leg))
            .toList();
  }

  private static boolean isEmptyAndGoing(LogicalVolume leg) {
    return leg.getSpec().destroyOrFalse()
        && leg.getSpec().hostsOrEmpty().isEmpty()
        && (leg.getStatus() == null || leg.getStatus().hostsOrEmpty().isEmpty());
  }

  private void revoke(
      LogicalVolume leg, String node, Optional<Attachment> attachment, TimeLimit limit)
      throws InterruptedException {
    Set<String> revoked = hosts(leg, node, attachment);
    if (revoked.isEmpty()) {
      return;
    }
    Optional<LogicalVolume> written =
        cluster.logicalVolumes().edit(leg, lv -> without(lv, revoked));
    if (written.isEmpty()) {
      return; // gone with everything that was let in
    }
    awaitProof(written.get(), revoked, limit);
  }

  /**
   * Every name under which the node may have come in: also those that the target still lists and
   * the spec does not. Whose they were may be forgotten with an Attachment that was lost; that they
   * are out is owed all the same, by this call or by one before it.
   */
  private static Set<String> hosts(
      LogicalVolume leg, String node, Optional<Attachment> attachment) {
    Set<String> names =
        leg.getSpec().hostsOrEmpty().stream()
            .filter(host -> isMeant(host, node))
            .map(AllowedHost::hostNqn)
            .collect(Collectors.toCollection(HashSet::new));
    attachment
        .map(a -> HostIdentity.parse(a.getSpec().hostId()).nqn().value())
        .ifPresent(names::add);
    names.addAll(StrayHosts.of(leg));
    return names;
  }

  private static boolean isMeant(AllowedHost host, String node) {
    return node.isEmpty() || host.node().equals(node);
  }

  /**
   * Always a write, even when the host is not listed: a publish that read the object before must
   * not be able to write after us. By name and not by node: who was let in since we looked came for
   * an Attachment that stands.
   */
  private static LogicalVolume without(LogicalVolume volume, Set<String> revoked) {
    List<AllowedHost> left =
        volume.getSpec().hostsOrEmpty().stream()
            .filter(host -> !revoked.contains(host.hostNqn()))
            .toList();
    volume.setSpec(volume.getSpec().withHosts(left));
    Map<String, String> annotations = new TreeMap<>();
    if (volume.getMetadata().getAnnotations() != null) {
      annotations.putAll(volume.getMetadata().getAnnotations());
    }
    annotations.put(REVOKED, UUID.randomUUID().toString());
    volume.getMetadata().setAnnotations(annotations);
    return volume;
  }

  private void awaitProof(LogicalVolume written, Set<String> revoked, TimeLimit limit)
      throws InterruptedException {
    String name = written.getMetadata().getName();
    long generation = written.getMetadata().getGeneration();
    Boolean proven =
        changes.await(
            List.of(name),
            () -> isProven(changes.heard(name), generation, revoked),
            () -> isProven(name, generation, revoked) ? true : null,
            limit);
    if (proven == null) {
      throw new Unavailable(
          "LogicalVolume %s: the target on node %s has not proven that the host is out; repeat the call. If that node is off for good, taint it out-of-service or set spec.lost of pool %s"
              .formatted(name, written.getSpec().node(), written.getSpec().pool()));
    }
  }

  private boolean isProven(String name, long generation, Set<String> revoked) {
    Optional<LogicalVolume> now = cluster.logicalVolumes().get(name);
    return isProven(now, generation, revoked) || isAttestedOff(now.get());
  }

  private static boolean isProven(
      Optional<LogicalVolume> now, long generation, Set<String> revoked) {
    if (now.isEmpty()) {
      return true;
    }
    LogicalVolumeStatus status = now.get().getStatus();
    return status != null
        && status.isAbout(generation)
        && status.hostsOrEmpty().stream().noneMatch(revoked::contains);
  }

  /**
   * Nothing serves the data, an administrator says so; a returning agent applies our write first.
   */
  private boolean isAttestedOff(LogicalVolume volume) {
    return cluster.nodes().isOutOfService(volume.getSpec().node())
        || cluster
            .pools()
            .get(volume.getSpec().pool())
            .map(StoragePool::getSpec)
            .map(spec -> spec.lostOrFalse())
            .orElse(false);
  }
}
