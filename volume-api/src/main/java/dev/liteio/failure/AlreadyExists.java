package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** Something of that name exists and is not what was asked for. Final. */
public final class AlreadyExists extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public AlreadyExists(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public AlreadyExists(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
