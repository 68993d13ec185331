package dev.liteio.controller.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.Group;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.EventRecorder;
import dev.liteio.kubernetes.Finalizers;

/**
 * Says of a Volume or an Attachment that somebody deleted by hand that it is kept, and what to do.
 * Nothing depends on it: without an order in the spec, a deletion changes nothing.
 */
public final class KeptObjects {

  private static final String REASON = "KeptWithoutOrder";

  private final EventRecorder events;

  public KeptObjects(EventRecorder events) {
    this.events = events;
  }

  /** A volume was heard of. */
  public void heard(Volume volume) {
    if (Finalizers.isBeingDeleted(volume)
        && Finalizers.has(volume, Group.CONTROLLER_FINALIZER)
        && volume.getSpec() != null
        && !volume.getSpec().destroyOrFalse()) {
      events.warning(
          volume,
          REASON,
          "the object was deleted, but nobody ordered its data to be destroyed: it is kept and works on, and goes when its PersistentVolumeClaim is deleted; there is nothing to do, and never remove the finalizer");
    }
  }

  /** An attachment was heard of. */
  public void heard(Attachment attachment) {
    if (Finalizers.isBeingDeleted(attachment)
        && Finalizers.has(attachment, Group.CONTROLLER_FINALIZER)
        && attachment.getSpec() != null
        && !attachment.getSpec().revokeOrFalse()) {
      events.warning(
          attachment,
          REASON,
          "the object was deleted, but the volume was not unpublished from node %s: it stays in force, and goes when the Pods that use the volume are gone; there is nothing to do, and never remove the finalizer"
              .formatted(attachment.getSpec().node()));
    }
  }
}
