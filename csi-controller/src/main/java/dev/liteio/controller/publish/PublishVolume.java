package dev.liteio.controller.publish;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
import dev.liteio.controller.volume.Legs;
import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentSpec;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.ServedLeg;
import dev.liteio.crd.Volume;
import dev.liteio.failure.AlreadyExists;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.Unavailable;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.NodeName;
import dev.liteio.volume.PublishContext;
import dev.liteio.volume.VolumeId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a node's host in. The Attachment is named after the volume, so that the API server itself
 * keeps a second one from existing; nobody is ever thrown out to make room.
 */
public final class PublishVolume {

  private static final Logger LOG = LoggerFactory.getLogger(PublishVolume.class);
  private static final int LEG = 0;

  private final Cluster cluster;
  private final TargetWord word;
  private final Legs legs;
  private final Endings endings;

  public PublishVolume(Cluster cluster, Changes changes, Legs legs) {
    this.cluster = cluster;
    this.word = new TargetWord(cluster, changes);
    this.legs = legs;
    this.endings = new Endings(cluster);
  }

  /** Who wants a volume, as what. */
  public record Wanted(
      VolumeId volume, String node, Access access, String accessMode, AccessType type) {}

  /** Publishes, or finds it published. */
  public PublishContext publish(Wanted wanted, TimeLimit limit) throws InterruptedException {
    Volume volume = requireVolume(wanted.volume());
    if (!cluster.nodes().isKnown(wanted.node())) {
      throw new NotFound(
          "node %s is unknown: its CSINode does not list the driver".formatted(wanted.node()));
    }
    if (volume.getSpec().accessType() != wanted.type()) {
      throw new AlreadyExists(
          "volume %s was made as %s (asked for: %s)"
              .formatted(wanted.volume(), volume.getSpec().accessType(), wanted.type()));
    }
    LogicalVolume leg = legs.require(volume, LEG);
    Attachment attachment = attachment(wanted, limit);
    LogicalVolume served = allow(attachment, leg.getMetadata().getName(), limit);
    record(attachment, served);
    LOG.info(
        "action=publish volume={} node={} host={}",
        wanted.volume(),
        wanted.node(),
        attachment.getSpec().hostId());
    return context(attachment);
  }

  private Volume requireVolume(VolumeId id) {
    return cluster
        .volumes()
        .get(id.value())
        .filter(volume -> !volume.getSpec().destroyOrFalse())
        .orElseThrow(() -> new NotFound("volume %s does not exist".formatted(id)));
  }

  private static PublishContext context(Attachment attachment) {
    return new PublishContext(
        attachment.getMetadata().getName(),
        attachment.getMetadata().getUid(),
        HostIdentity.parse(attachment.getSpec().hostId()));
  }

  // ---- the attachment

  private Attachment attachment(Wanted wanted, TimeLimit limit) {
    Optional<Attachment> present = cluster.attachments().get(wanted.volume().value());
    if (present.isEmpty()) {
      limit.check("publishing " + wanted.volume()); // who asked may have unpublished it by now
      Optional<Attachment> fresh = cluster.attachments().create(newAttachment(wanted));
      if (fresh.isPresent()) {
        withdrawIfVolumeGoes(wanted.volume(), fresh.get());
        withdrawIfLate(wanted.volume(), fresh.get(), limit);
        return fresh.get();
      }
    }
    Attachment attachment =
        present
            .or(() -> cluster.attachments().get(wanted.volume().value()))
            .orElseThrow(() ->
                new OperationPending(wanted.volume() + ": attachments race; repeat the call"));
    check(attachment, wanted);
    return attachment;
  }

  private static Attachment newAttachment(Wanted wanted) {
    Attachment attachment = new Attachment();
    attachment.setMetadata(
        new ObjectMetaBuilder()
            .withName(wanted.volume().value())
            .addToLabels(Group.VOLUME_LABEL, wanted.volume().value())
            .addToLabels(NodeName.LABEL, new NodeName(wanted.node()).label())
            .build());
    attachment.setSpec(
        new AttachmentSpec(
            wanted.volume().value(),
            wanted.node(),
            HostIdentity.mint().hostId(),
            wanted.access(),
            wanted.accessMode(),
            wanted.type(),
            List.of()));
    return Finalizers.with(attachment, Group.CONTROLLER_FINALIZER);
  }

  private static void check(Attachment attachment, Wanted wanted) {
    AttachmentSpec spec = attachment.getSpec();
    if (!spec.node().equals(wanted.node())) {
      throw new FailedPrecondition(
          "volume %s is published on node %s, and that node is not proven to have let go of it: unpublish it there first"
              .formatted(wanted.volume(), spec.node()));
    }
    if (spec.revokeOrFalse()) {
      throw new OperationPending(
          "volume %s is being unpublished from node %s; repeat the call"
              .formatted(wanted.volume(), spec.node()));
    }
    if (spec.access() != wanted.access() || !spec.accessMode().equals(wanted.accessMode())) {
      throw new AlreadyExists(
          "volume %s is published on node %s with %s %s (asked for: %s %s)"
              .formatted(
                  wanted.volume(),
                  spec.node(),
                  spec.accessMode(),
                  spec.access(),
                  wanted.accessMode(),
                  wanted.access()));
    }
  }

  /**
   * A DeleteVolume that looked before our Attachment was there goes on: then we step back. Only
   * from one that is new: an older one may have let its host in.
   */
  private void withdrawIfVolumeGoes(VolumeId id, Attachment fresh) {
    Optional<Volume> volume = cluster.volumes().get(id.value());
    if (volume.isEmpty() || volume.get().getSpec().destroyOrFalse()) {
      withdraw(fresh);
      throw new NotFound("volume %s is being deleted".formatted(id));
    }
  }

  /** An Unpublish that was answered meanwhile did not see it, and none comes again. */
  private void withdrawIfLate(VolumeId id, Attachment fresh, TimeLimit limit) {
    if (limit.expired()) {
      withdraw(fresh);
      limit.check("publishing " + id);
    }
  }

  private void withdraw(Attachment fresh) {
    fresh.setSpec(fresh.getSpec().revoked());
    cluster.attachments().replace(fresh).ifPresent(endings::finish);
  }

  // ---- the host

  /** Read the logical volume, see that the Attachment is still there, write on what was read. */
  private LogicalVolume allow(Attachment attachment, String leg, TimeLimit limit)
      throws InterruptedException {
    while (true) {
      limit.check("letting the host in");
      LogicalVolume read =
          cluster
              .logicalVolumes()
              .get(leg)
              .orElseThrow(() -> new Unavailable("LogicalVolume " + leg + " is gone"));
      if (!isStillThere(attachment)) {
        throw unpublishedMeanwhile(attachment);
      }
      Optional<LogicalVolume> written = write(attachment, read, limit);
      if (written.isPresent()) {
        return word.awaitServed(written.get(), host(attachment).hostNqn(), limit);
      }
    }
  }

  private boolean isStillThere(Attachment attachment) {
    return cluster
        .attachments()
        .get(attachment.getMetadata().getName())
        .filter(now -> isInForce(now, attachment))
        .isPresent();
  }

  private static boolean isInForce(Attachment now, Attachment attachment) {
    return Incarnation.isSame(now, attachment) && !now.getSpec().revokeOrFalse();
  }

  private Optional<LogicalVolume> write(Attachment attachment, LogicalVolume read, TimeLimit limit)
      throws InterruptedException {
    AllowedHost host = host(attachment);
    List<AllowedHost> hosts = new ArrayList<>(read.getSpec().hostsOrEmpty());
    if (hosts.contains(host)) {
      return Optional.of(read);
    }
    if (!hosts.isEmpty()) {
      throw new FailedPrecondition(
          "volume %s: node %s is still let in; unpublish it there first"
              .formatted(attachment.getSpec().volume(), hosts.get(0).node()));
    }
    Set<String> stray = StrayHosts.of(read);
    if (!stray.isEmpty()) {
      throw new FailedPrecondition(
          "volume %s: the target on node %s has not proven that %s is out; unpublish the volume everywhere first"
              .formatted(
                  attachment.getSpec().volume(), read.getSpec().node(), String.join(", ", stray)));
    }
    if (!TargetWord.answers(read)) {
      word.awaitAnswer(read, limit);
      return Optional.empty(); // what it answered is read with the object
    }
    hosts.add(host);
    read.setSpec(read.getSpec().withHosts(hosts));
    return cluster.logicalVolumes().replace(read);
  }

  private static AllowedHost host(Attachment attachment) {
    return new AllowedHost(
        attachment.getMetadata().getName(),
        attachment.getMetadata().getUid(),
        attachment.getSpec().node(),
        HostIdentity.parse(attachment.getSpec().hostId()).nqn().value());
  }

  /** Where the legs are served now, for the node to read. */
  private void record(Attachment attachment, LogicalVolume leg) {
    LogicalVolumeStatus status = leg.getStatus();
    ServedLeg served =
        new ServedLeg(
            leg.getSpec().leg(),
            leg.getSpec().uuid(),
            leg.getMetadata().getName(),
            status.endpointsOrEmpty());
    Attachment _ =
        cluster
            .attachments()
            .edit(
                attachment,
                now -> {
                  if (isInForce(now, attachment)) {
                    now.setSpec(now.getSpec().withLegs(List.of(served)));
                  }
                  return now;
                })
            .filter(now -> isInForce(now, attachment))
            .orElseThrow(() -> unpublishedMeanwhile(attachment));
  }

  private static OperationPending unpublishedMeanwhile(Attachment attachment) {
    return new OperationPending(
        "volume %s was unpublished meanwhile; repeat the call"
            .formatted(attachment.getSpec().volume()));
  }
}
