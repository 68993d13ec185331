package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** Not done in the time the caller gave; it may still be going on. Repeat later. */
public final class DeadlineExpired extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public DeadlineExpired(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public DeadlineExpired(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
