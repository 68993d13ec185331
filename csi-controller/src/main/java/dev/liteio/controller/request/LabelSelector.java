package dev.liteio.controller.request;

import dev.liteio.failure.InvalidRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which pools may be used: those that carry all these labels.
 *
 * @param labels empty = all pools
 */
public record LabelSelector(Map<String, String> labels) {

  /** Every pool. */
  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of());

  private static final Pattern TERM =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_./]{0,316})=([A-Za-z0-9][-A-Za-z0-9_.]{0,62})");

  public LabelSelector {
    labels = Map.copyOf(labels);
  }

  /** Reads {@code key=value,key=value}. */
  static LabelSelector parse(String key, String text) {
    Map<String, String> labels = new TreeMap<>();
    for (String term : text.split(",", -1)) {
      var form = TERM.matcher(term.strip());
      if (!form.matches()) {
        throw new InvalidRequest(
            "parameter %s: '%s' (expected: label=value, several with commas)".formatted(key, text));
      }
      String before = labels.put(form.group(1), form.group(2));
      if (before != null && !before.equals(form.group(2))) {
        throw new InvalidRequest(
            "parameter %s: label %s is asked to be %s and %s"
                .formatted(key, form.group(1), before, form.group(2)));
      }
    }
    return new LabelSelector(labels);
  }

  /** Whether something with these labels is meant. */
  public boolean matches(Map<String, String> present) {
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!label.getValue().equals(present.get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
