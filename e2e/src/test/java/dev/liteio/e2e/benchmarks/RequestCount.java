package dev.liteio.e2e.benchmarks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How often an API server was asked about objects of ours and some others, as its metrics have it.
 * Watches are left out: they are counted when they end.
 *
 * @param counts by verb and resource
 */
public record RequestCount(Map<String, Long> counts) {
  private static final Pattern LINE =
      Pattern.compile("apiserver_request_total\\{(.*)} ([0-9.e+]+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final String OURS = "liteio.dev";

  /**
   * Reads them.
   *
   * @param others resources that are none of ours, such as {@code csinodes}
   */
  public static RequestCount parse(String metrics, Set<String> others) {
    Map<String, Long> counts = new TreeMap<>();
    metrics
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> add(counts, labels(line.group(1)), others, Double.valueOf(line.group(2))));
    return new RequestCount(counts);
  }

  private static Map<String, String> labels(String text) {
    return LABEL
        .matcher(text)
        .results()
        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
  }

  private static void add(
      Map<String, Long> counts, Map<String, String> labels, Set<String> others, double times) {
    String resource = labels.get("resource");
    boolean isMeant = OURS.equals(labels.get("group")) || others.contains(resource);
    if (isMeant && !"WATCH".equals(labels.get("verb"))) {
      String part = labels.get("subresource");
      String what = part.isEmpty() ? resource : resource + "/" + part;
      counts.merge(labels.get("verb") + " " + what, (long) times, Long::sum);
    }
  }

  /** What came after an earlier count. */
  public RequestCount since(RequestCount earlier) {
    Map<String, Long> more = new TreeMap<>();
    counts.forEach((what, times) -> {
      long before = earlier.counts.getOrDefault(what, 0L);
      if (times > before) {
        more.put(what, times - before);
      }
    });
    return new RequestCount(more);
  }

  /** All together. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** For each of so many volumes. */
  public String per(int volumes) {
    return counts.entrySet().stream()
        .map(each -> "%s %.1f".formatted(each.getKey(), (double) each.getValue() / volumes))
        .collect(Collectors.joining(", "));
  }
}
