package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** The size asked for cannot be had. Final. */
public final class OutOfRange extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public OutOfRange(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public OutOfRange(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
