package dev.liteio.agent.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the steps of one volume went.
 *
 * @param failure what went wrong with the first step that failed, for people; null when none did
 * @param noSpace whether it failed for want of room
 * @param cut the hosts of which the target has answered that nothing is left of them
 */
public record Outcome(@Nullable String failure, boolean noSpace, Set<String> cut) {

  /** There was nothing to do, or all of it was done. */
  public static final Outcome DONE = new Outcome(null, false, Set.of());

  public Outcome {
    cut = Set.copyOf(cut);
  }
}
