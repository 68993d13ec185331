package dev.liteio.e2e.docs;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Every sentence that the product can say: the string constants of its sources, as patterns. */
final class KnownMessages {

  private static final String QUOTED = "\"((?:[^\"\\\\\\n]|\\\\.)*)\"";
  private static final String EXPRESSION = "[\\w.]+(?:\\([\\w., ]*\\))?";
  private static final Pattern CONSTANT =
      Pattern.compile(QUOTED + "(?:\\s*\\+\\s*(?:" + QUOTED + "|" + EXPRESSION + "))*");
  private static final Pattern PART = Pattern.compile(QUOTED + "|" + EXPRESSION);
  private static final Pattern BLANK = Pattern.compile("%[-0-9.]*[sdf]");

  /** Said of anything. */
  private static final String REPEAT = "; repeat the call";

  /** What is shorter is said of anything too. */
  private static final int TELLING = 14;

  private final List<Pattern> patterns;

  private KnownMessages(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  static KnownMessages ofTheProduct() {
    return new KnownMessages(
        Checkout.sources("main").stream()
            .flatMap(source -> CONSTANT.matcher(Checkout.read(source)).results())
            .map(KnownMessages::text)
            .filter(KnownMessages::tells)
            .distinct()
            .map(KnownMessages::pattern)
            .toList());
  }

  private static boolean tells(String text) {
    return BLANK.matcher(text).replaceAll("").replace(REPEAT, "").length() >= TELLING;
  }

  private static String text(MatchResult constant) {
    StringBuilder text = new StringBuilder();
    PART.matcher(constant.group())
        .results()
        .map(part -> part.group(1) == null ? "%s" : part.group(1))
        .forEach(text::append);
    return text.toString().replace("\\\"", "\"").replace("%%", "%");
  }

  /** A sentence may stand behind something, and never goes on behind its end. */
  private static Pattern pattern(String text) {
    String[] fixed = BLANK.split(text, -1);
    StringBuilder pattern = new StringBuilder();
    for (int at = 0; at < fixed.length; at++) {
      pattern.append(at == 0 ? "" : ".*").append(Pattern.quote(fixed[at]));
    }
    return Pattern.compile(pattern + "$");
  }

  boolean isSaid(String line) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(line.strip()).find());
  }
}
