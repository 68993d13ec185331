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
    Attachment attachment =
        cluster
            .attachment(context.attachment())
            .filter(each -> standing(each, context.attachmentUid()) == Standing.STANDS)
            .orElseThrow(() -> revoked(volume, context));
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
    /** The volume is being unpublished; whether its host is shut out already is not known. */
    ENDS,
    /** It is no more: its host was proven to be shut out, and its identity never comes back. */
    GONE
  }

  /**
   * What became of the Attachment that a volume was staged for.
   *
   * @throws Unavailable when the API does not say
   */
  public Standing standing(StagedVolume staged) {
    return cluster
        .attachment(staged.attachment())
        .map(each -> standing(each, staged.attachmentUid()))
        .orElse(Standing.GONE);
  }

  private static Standing standing(Attachment attachment, String uid) {
    if (!uid.equals(attachment.getMetadata().getUid())) {
      return Standing.GONE;
    }
    // one that somebody merely deleted is kept by its finalizer, and in force
    return attachment.getSpec().revokeOrFalse() ? Standing.ENDS : Standing.STANDS;
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

  private List<Endpoint> endpoints(String volume, ServedLeg leg) {
    if (!leg.endpoints().isEmpty()) {
      return leg.endpoints();
    }
    List<Endpoint> served =
        cluster
            .logicalVolume(leg.logicalVolume())
            .map(LogicalVolume::getStatus)
            .map(status -> status.endpointsOrEmpty())
            .orElse(List.of());
    if (served.isEmpty()) {
      throw new Unavailable(
          "%s: LogicalVolume %s is served nowhere now; see its status, repeat the call"
              .formatted(volume, leg.logicalVolume()));
    }
    return served;
  }
}
