package dev.liteio.failure;

import org.jspecify.annotations.Nullable;

/** No pool has room. Reschedules the Pod, so it is thrown only when nothing is left behind. */
public final class CapacityExhausted extends VolumeException {

  private static final long serialVersionUID = 1L;

  /** What happened, to which object, the value seen and expected, and what to do. */
  public CapacityExhausted(String message) {
    this(message, null);
  }

  /** The same, because of {@code cause}. */
  public CapacityExhausted(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
