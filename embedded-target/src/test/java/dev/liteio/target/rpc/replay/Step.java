package dev.liteio.target.rpc.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of a recording: what was sent or done, and what came back.
 *
 * @param process who was asked; empty for the target
 * @param kind call, pipe, raw or event
 * @param rest what follows the kind: method and params, chunks, an event
 * @param sent the requests of a pipeline
 * @param answers what came back; the first character says what it is: result, error or silence
 */
record Step(
    String flow,
    int number,
    String process,
    String kind,
    String rest,
    List<String> sent,
    List<String> answers) {

  private static final String RESULT = "< ";
  private static final String ERROR = "! ";
  private static final String SILENCE = "~ ";

  String place() {
    return flow + ":" + number;
  }

  /** The first word after the kind: the method of a call. */
  String word() {
    int blank = rest.indexOf(' ');
    return blank < 0 ? rest : rest.substring(0, blank);
  }

  /** What follows the first word. */
  String tail() {
    int blank = rest.indexOf(' ');
    return blank < 0 ? "" : rest.substring(blank + 1);
  }

  /** Reads a recording; a line that begins with a number begins a step. */
  static List<Step> parse(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    String flow = "";
    for (String line : lines) {
      if (line.startsWith("flow ")) {
        flow = line.substring("flow ".length());
      } else if (line.startsWith("> ")) {
        steps.getLast().sent().add(line.substring(2));
      } else if (line.startsWith(RESULT) || line.startsWith(ERROR) || line.startsWith(SILENCE)) {
        steps.getLast().answers().add(line);
      } else if (!line.isBlank()) {
        steps.add(head(flow, line));
      }
    }
    return steps;
  }

  private static Step head(String flow, String line) {
    String[] words = line.split(" ", 2);
    int number = Integer.parseInt(words[0]);
    String process = "";
    String rest = words[1];
    if (rest.startsWith("@")) {
      String[] parts = rest.split(" ", 2);
      process = parts[0].substring(1);
      rest = parts[1];
    }
    String[] parts = rest.split(" ", 2);
    String tail = parts.length == 1 ? "" : parts[1];
    return new Step(flow, number, process, parts[0], tail, new ArrayList<>(), new ArrayList<>());
  }
}
