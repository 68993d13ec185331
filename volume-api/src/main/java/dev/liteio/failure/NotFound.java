package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** The volume, node or source does not exist. Final. */
public final class NotFound extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public NotFound(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public NotFound(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
