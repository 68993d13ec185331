package dev.liteio.agent.plan;

import dev.liteio.crd.LogicalVolumeReason;
import org.jspecify.annotations.Nullable;

/** What was decided about a volume. */
public sealed interface Verdict {

  /**
   * It is there, or is being made, and is served.
   *
   * @param reason what is not as asked all the same
   */
  record Serve(@Nullable LogicalVolumeReason reason, @Nullable String message) implements Verdict {
    /** As asked. */
    public static final Serve AS_ASKED = new Serve(null, null);
  }

  /** It is not made, and nothing of it is left: the controller tries elsewhere. */
  record Refuse(LogicalVolumeReason reason, String message) implements Verdict {}

  /** Not now. */
  record Wait(LogicalVolumeReason reason, String message) implements Verdict {}

  /** It existed and is gone. */
  record Lose(String message) implements Verdict {}

  /** Its data is being destroyed, as ordered. */
  record Destroy() implements Verdict {}
}
