package dev.liteio.controller.placement;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Pools that were refused for one reason.
 *
 * @param count how many
 * @param examples the first of them by name: an event has room for a few
 */
public record Refusals(int count, SortedSet<String> examples) {

  static final Refusals NONE = new Refusals(0, new TreeSet<>());

  private static final int MOST_EXAMPLES = 5;

  /** These and one more. */
  Refusals with(String pool) {
    if (examples.size() == MOST_EXAMPLES && examples.last().compareTo(pool) < 0) {
      return new Refusals(count + 1, examples);
    }
    SortedSet<String> names = new TreeSet<>(examples);
    names.add(pool);
    if (names.size() > MOST_EXAMPLES) {
      names.removeLast();
    }
    return new Refusals(count + 1, names);
  }

  /**
   * {@code 7 too full (a with 1Gi, b with 2Gi, c with 1Gi, d with 1Gi, e with 1Gi, and 2 more)}.
   */
  String explanation(String reason) {
    int more = count - examples.size();
    return "%d %s (%s%s)"
        .formatted(
            count, reason, String.join(", ", examples), more == 0 ? "" : ", and " + more + " more");
  }
}
