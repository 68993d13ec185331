package dev.liteio.node.volume;

import dev.liteio.crd.Access;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.ServedLeg;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.cluster.Cluster;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.NodeName;
import dev.liteio.volume.PublishContext;
import java.util.List;
import java.util.Optional;

/** Whether this node may use a volume now, and where it is served: read from the API every time. */
public final class Grants {
  private final Cluster cluster;
  private final NodeName node;

  /** Grants of {@code node}. */
  public Grants(Cluster cluster, NodeName node) {
    this.cluster = cluster;
    this.node = node;
  }

  /**
   * A volume's leg, and where it is served.
   *
   * @param leg its identity
   * @param endpoints at least one
   * @param readOnly whether the Attachment forbids writes
   * @param generation of the Attachment this was read from
   */
  public record Grant(
      LegIdentity leg, List<Endpoint> endpoints, boolean readOnly, long generation) {}

  /**
   * The grant that {@code context} speaks of.
   *
   * @throws FailedPrecondition when it was revoked or is another node's
   * @throws Unavailable when the leg is not served anywhere now
   */
  public Grant demand(String volume, PublishContext context) {
    return find(volume, context).orElseThrow(() -> revoked(volume, context));
  }

  /**
   * The same; empty when it was revoked.
   *
   * @throws FailedPrecondition when it is another node's
   * @throws Unavailable when the leg is not served anywhere now
   */
  public Optional<Grant> find(String volume, PublishContext context) {
    return cluster
        .attachment(context.attachment())
        .filter(each -> isIt(each, context.attachmentUid()) && isInForce(each))
        .map(attachment -> grant(volume, context, attachment));
  }

  private Grant grant(String volume, PublishContext context, Attachment attachment) {
    if (!attachment.getSpec().volume().equals(volume)
        || !attachment.getSpec().node().equals(node.value())
        || !attachment.getSpec().hostId().equals(context.host().hostId())) {
      throw new FailedPrecondition(
          "%s: Attachment %s is for volume %s on node %s (expected: %s on %s)"
              .formatted(
                  volume,
                  context.attachment(),
                  attachment.getSpec().volume(),
                  attachment.getSpec().node(),
                  volume,
                  node));
    }
    ServedLeg leg = onlyLeg(volume, attachment);
    return new Grant(
        LegIdentity.parse(leg.uuid()),
        endpoints(volume, leg),
        attachment.getSpec().access() == Access.READ_ONLY,
        generation(attachment));
  }

  /** What became of the Attachment that a volume was staged for. */
  public enum Standing {
    /** It is in force. */
    STANDS,
    /**
     * It is gone or about to go, but a leg lets its host in still (its finalizer was taken off, a
     * definition was removed): the target serves it as ever, as soon as it answers.
     */
    DELETED,
    /** Its host is to be shut out, and its identity never comes back; nothing is proven yet. */
    ENDS,
    /** It is no more, and no leg lets its host in: that was proven before it went. */
    GONE
  }

  /**
   * What became of the Attachment that a volume was staged for.
   *
   * @throws Unavailable when the API does not say
   */
  public Standing standing(StagedVolume staged) {
    Optional<Attachment> attachment =
        cluster.attachment(staged.attachment()).filter(each -> isIt(each, staged.attachmentUid()));
    if (attachment.filter(Grants::isInForce).isPresent()) {
      return Standing.STANDS;
    }
    if (isLetIn(staged)) {
      return Standing.DELETED;
    }
    return attachment.isPresent() ? Standing.ENDS : Standing.GONE;
  }

  /** Whether a leg lets its host in still: the controller takes it off before anything else. */
  private boolean isLetIn(StagedVolume staged) {
    String host = staged.host().nqn().value();
    return cluster.logicalVolumesOf(staged.volume()).stream()
        .map(LogicalVolume::getSpec)
        .filter(spec -> spec.uuid().equals(staged.legUuid()))
        .flatMap(spec -> spec.hostsOrEmpty().stream())
        .anyMatch(each -> each.hostNqn().equals(host));
  }

  private static boolean isIt(Attachment attachment, String uid) {
    return uid.equals(attachment.getMetadata().getUid());
  }

  private static boolean isInForce(Attachment attachment) {
    // one that somebody merely deleted is kept by its finalizer, and in force
    return !attachment.getSpec().revokeOrFalse();
  }

  private static long generation(Attachment attachment) {
    Long generation = attachment.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  private static FailedPrecondition revoked(String volume, PublishContext context) {
    return new FailedPrecondition(
        "%s: Attachment %s (uid %s) does not stand any more: it was revoked; publish the volume to this node again"
            .formatted(volume, context.attachment(), context.attachmentUid()));
  }

  private static ServedLeg onlyLeg(String volume, Attachment attachment) {
    List<ServedLeg> legs = attachment.getSpec().legsOrEmpty();
    if (legs.isEmpty()) {
      throw new Unavailable(
          "%s: Attachment %s names no legs yet; repeat the call"
              .formatted(volume, attachment.getMetadata().getName()));
    }
    if (legs.size() > 1) {
      throw new FailedPrecondition(
          "%s: %d legs (expected: 1); this version does not assemble volumes of several legs"
              .formatted(volume, legs.size()));
    }
    return legs.getFirst();
  }

  /**
   * The Attachment says where the leg was served when it was published; its agent says where it is
   * served now: a node may have got another address since.
   */
  private List<Endpoint> endpoints(String volume, ServedLeg leg) {
    List<Endpoint> served =
        cluster
            .logicalVolume(leg.logicalVolume())
            .map(LogicalVolume::getStatus)
            .map(status -> status.endpointsOrEmpty())
            .filter(now -> !now.isEmpty())
            .orElse(leg.endpoints());
    if (served.isEmpty()) {
      throw new Unavailable(
          "%s: LogicalVolume %s is served nowhere now; see its status, repeat the call"
              .formatted(volume, leg.logicalVolume()));
    }
    return served;
  }
}
