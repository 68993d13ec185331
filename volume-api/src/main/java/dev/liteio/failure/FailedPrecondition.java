package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** The object is not in a state that allows this, such as in use on another node. Final. */
public final class FailedPrecondition extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public FailedPrecondition(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public FailedPrecondition(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
