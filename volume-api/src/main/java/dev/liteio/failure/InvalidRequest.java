package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** The request itself is wrong: a field missing, malformed or not supported. Final. */
public final class InvalidRequest extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public InvalidRequest(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public InvalidRequest(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
