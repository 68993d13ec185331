package dev.liteio.controller.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Objects come again under a name that was used before. What was decided about one of them must
 * never be done to its successor, however long the call that decided it was held up.
 */
public final class Incarnation {

  private Incarnation() {}

  /** Whether two readings are of one object, and not of one and its successor. */
  public static boolean isSame(HasMetadata one, HasMetadata other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }
}
