package dev.liteio.target.rpc.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the embedded target answers otherwise than recorded, and why; one line each. */
final class Differences {

  private final Map<String, String> reasons = new TreeMap<>();

  Differences(List<String> lines) {
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" ", 2);
        reasons.put(parts[0], parts[1].strip());
      }
    }
  }

  boolean explains(Step step) {
    return reasons.containsKey(step.place());
  }

  /** Those that are none any more. */
  List<String> notSeen(List<String> seen) {
    return reasons.keySet().stream().filter(place -> !seen.contains(place)).toList();
  }
}
