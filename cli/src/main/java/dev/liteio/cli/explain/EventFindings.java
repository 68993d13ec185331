package dev.liteio.cli.explain;

import dev.liteio.cli.report.Age;
import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What others said about an object: the last word of each kind, with how often and how long ago.
 */
record EventFindings(int depth, Instant now) {

  private static final int MOST = 4;

  /**
   * The newest events.
   *
   * @param open whether what they warn of may still hold; else they are history
   */
  List<Finding> of(List<Event> events, boolean open) {
    Map<String, Event> last = new LinkedHashMap<>();
    for (Event event : events) {
      String reason = Objects.toString(event.getReason(), "?");
      last.remove(reason); // so that the newest stands last
      last.put(reason, event);
    }
    return last.values().stream()
        .skip(Math.max(0, last.size() - MOST))
        .filter(event -> open || isWarning(event))
        .map(event -> finding(event, open))
        .toList();
  }

  private static boolean isWarning(Event event) {
    return "Warning".equals(event.getType());
  }

  private Finding finding(Event event, boolean open) {
    String times =
        event.getCount() == null || event.getCount() < 2
            ? ""
            : ", %d times".formatted(event.getCount());
    return new Finding(
        depth,
        "event " + Objects.toString(event.getReason(), "?"),
        open && isWarning(event) ? Health.BAD : Health.NEUTRAL,
        "%s (%s ago%s)"
            .formatted(
                Objects.toString(event.getMessage(), "").replaceAll("\\s+", " ").strip(),
                Age.of(ClaimObjects.when(event), now),
                times));
  }
}
