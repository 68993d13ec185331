package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered as asked.
 *
 * <p>Each subclass says whether something may still be going on: the callers of CSI take some codes
 * as final ("nothing is left behind") and repeat the call on the others (csi.proto;
 * external-provisioner, external-attacher, kubelet).
 */
public abstract sealed class VolumeException extends RuntimeException
    permits InvalidRequest,
        NotFound,
        AlreadyExists,
        FailedPrecondition,
        OutOfRange,
        CapacityExhausted,
        OperationPending,
        Unavailable,
        DeadlineExpired,
        Defect {

  private static final long serialVersionUID = 1L;

  VolumeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The message, never absent. */
  public final String explanation() {
    String message = getMessage();
    return message == null ? getClass().getSimpleName() : message;
  }
}
