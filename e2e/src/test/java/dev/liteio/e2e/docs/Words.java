package dev.liteio.e2e.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a simple command: quotes, no pipes, no variables. */
public final class Words {

  private static final Pattern PIECE =
      Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)|(\\s+)");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
  private static final Pattern SHELL = Pattern.compile("[|&;<>$`]");

  private Words() {}

  static String withoutComment(String line) {
    return COMMENT.matcher(line).replaceFirst("");
  }

  /**
   * Splits a command as a shell does.
   *
   * @throws IllegalArgumentException when only a shell could run it
   */
  public static List<String> of(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    Matcher pieces = PIECE.matcher(command.strip() + " ");
    int end = 0;
    while (pieces.find() && pieces.start() == end) {
      end = pieces.end();
      if (pieces.group(4) != null) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(piece(pieces, command));
      }
    }
    if (end <= command.strip().length()) {
      throw new IllegalArgumentException("a quotation mark is not closed: " + command);
    }
    return words;
  }

  private static String piece(Matcher pieces, String command) {
    if (pieces.group(3) == null) {
      return pieces.group(1) == null ? pieces.group(2) : pieces.group(1);
    }
    if (SHELL.matcher(pieces.group(3)).find()) {
      throw new IllegalArgumentException("only a shell could run it: " + command);
    }
    return pieces.group(3);
  }
}
