package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** A fault of ours with nothing going on any more. Final. */
public final class Defect extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public Defect(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public Defect(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
