package dev.liteio.e2e.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A fenced block of a page: {@code sh} is typed, {@code yaml} is applied, {@code text} is what is
 * seen. HTML comments right above it say what a reader need not know (docs/testing.md).
 *
 * @param line where it begins in its page
 * @param marks of the comments: the word, and what stands behind its colon
 */
public record Block(
    String page, int line, String language, Map<String, String> marks, List<String> lines) {

  /** Its commands are typed in a shell of a node. */
  static final String ON_A_NODE = "on a node";

  /** The test classes that run its commands. */
  static final String RUN_BY = "run by";

  /** Whose words it quotes, when they are not ours. */
  static final String SAID_BY = "said by";

  /** It is a file of values for helm. */
  static final String VALUES = "values";

  /** What its placeholders mean in the test, when that is not what they mean elsewhere. */
  static final String WITH = "with";

  public Block {
    marks = Map.copyOf(marks);
    lines = List.copyOf(lines);
  }

  /** Where it stands, for people. */
  public String place() {
    return "%s:%d".formatted(page, line);
  }

  public boolean isTyped() {
    return language.equals("sh");
  }

  public boolean isManifest() {
    return language.equals("yaml") && !isValues();
  }

  public boolean isValues() {
    return marks.containsKey(VALUES);
  }

  public boolean isOnANode() {
    return marks.containsKey(ON_A_NODE);
  }

  public boolean isRunElsewhere() {
    return marks.containsKey(RUN_BY);
  }

  /** The test classes that do. */
  List<String> runners() {
    return List.of(marks.getOrDefault(RUN_BY, "").split(", ", -1));
  }

  /** The whole of it. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  /** What is typed, a command each: lines that go on behind a backslash are one. */
  public List<String> commands() {
    List<String> commands = new ArrayList<>();
    StringBuilder begun = new StringBuilder();
    for (String line : lines) {
      boolean goesOn = line.endsWith("\\");
      begun.append(goesOn ? line.substring(0, line.length() - 1) : line);
      if (!goesOn) {
        String command = Words.withoutComment(begun.toString()).strip();
        begun.setLength(0);
        if (!command.isEmpty()) {
          commands.add(command);
        }
      }
    }
    return commands;
  }
}
