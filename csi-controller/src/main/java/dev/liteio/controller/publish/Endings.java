package dev.liteio.controller.publish;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.Group;
import dev.liteio.kubernetes.Finalizers;
import java.util.Optional;

/**
 * How an Attachment ends: by the order {@code spec.revoke}, which is given before anything else and
 * never taken back. One that somebody merely deleted stays in force.
 */
final class Endings {

  private final Cluster cluster;

  Endings(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Gives the order; our finalizer keeps the object until all is proven. */
  void begin(Attachment attachment) {
    Optional<Attachment> _ = ordered(attachment);
  }

  /** All is proven: the object may go. */
  void finish(Attachment attachment) {
    Optional<Attachment> now = ordered(attachment);
    while (now.isPresent()
        && !Finalizers.isBeingDeleted(now.get())
        && !cluster.attachments().delete(now.get())) {
      now = reread(attachment); // it changed under us
    }
    cluster
        .attachments()
        .edit(
            attachment.getMetadata().getName(),
            a ->
                Incarnation.isSame(a, attachment)
                    ? Finalizers.without(a, Group.CONTROLLER_FINALIZER)
                    : a);
  }

  private Optional<Attachment> ordered(Attachment attachment) {
    return cluster
        .attachments()
        .edit(
            attachment,
            a -> {
              if (Incarnation.isSame(a, attachment)) {
                a.setSpec(a.getSpec().revoked());
              }
              return a;
            })
        .filter(a -> Incarnation.isSame(a, attachment));
  }

  private Optional<Attachment> reread(Attachment attachment) {
    return cluster
        .attachments()
        .get(attachment.getMetadata().getName())
        .filter(a -> Incarnation.isSame(a, attachment));
  }
}
