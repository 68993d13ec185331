package dev.liteio.target.rpc.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of a replay, to be read by people. */
final class Report {

  private final Differences differences;
  private final List<String> unexplained = new ArrayList<>();
  private final List<String> explained = new ArrayList<>();
  private final List<String> explainedPlaces = new ArrayList<>();
  private final Map<String, List<String>> notSupported = new TreeMap<>();
  private int flows;
  private int passed;
  private int done;

  Report(Differences differences) {
    this.differences = differences;
  }

  void begin() {
    flows++;
  }

  int flows() {
    return flows;
  }

  void add(Step step, Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed() -> passed++;
      case Outcome.Done() -> done++;
      case Outcome.NotSupported(String what) ->
          notSupported.computeIfAbsent(what, key -> new ArrayList<>()).add(step.place());
      case Outcome.Different(String how) -> different(step, how);
    }
  }

  private void different(Step step, String how) {
    String line = "%s %s%s".formatted(step.place(), step.word(), how);
    if (differences.explains(step)) {
      explained.add(line);
      explainedPlaces.add(step.place());
    } else {
      unexplained.add(line);
    }
  }

  List<String> unexplained() {
    return unexplained;
  }

  List<String> notSeen() {
    return differences.notSeen(explainedPlaces);
  }

  private int unsupported() {
    return notSupported.values().stream().mapToInt(List::size).sum();
  }

  String summary() {
    return "recorded answers: %d flows; %d steps passed of %d replayed, %d different and listed, %d different and not listed; %d only carried out; %d not supported"
        .formatted(
            flows,
            passed,
            passed + explained.size() + unexplained.size(),
            explained.size(),
            unexplained.size(),
            done,
            unsupported());
  }

  String text() {
    StringBuilder text = new StringBuilder(summary()).append("\n\nnot supported:\n");
    notSupported.forEach(
        (what, places) -> text.append("  %s: %s%n".formatted(what, String.join(" ", places))));
    text.append("\ndifferent and listed:\n");
    explained.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("\ndifferent and not listed:\n");
    unexplained.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }
}
