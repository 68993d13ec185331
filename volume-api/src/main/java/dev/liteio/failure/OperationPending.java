package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** Another call for the same object is under way. Repeat later. */
public final class OperationPending extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public OperationPending(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public OperationPending(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
