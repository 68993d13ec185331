package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** A part cannot be reached or the outcome is not known. Repeat later; never OK, never final. */
public final class Unavailable extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public Unavailable(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public Unavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
