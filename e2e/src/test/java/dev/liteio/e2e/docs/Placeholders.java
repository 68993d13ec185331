package dev.liteio.e2e.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Words in capitals that a reader replaces with his own. */
public final class Placeholders {

  /** Every one that the pages use. */
  static final Set<String> KNOWN =
      Set.of(
          "ATTACHMENT",
          "CLAIM",
          "DEVICE",
          "IMAGE",
          "NAMESPACE",
          "NODE",
          "PLUGIN",
          "POD",
          "POOL",
          "REGISTRY",
          "VOLUME");

  private static final Pattern WORD = Pattern.compile("\\b[A-Z]{3,}\\b");

  private Placeholders() {}

  /** Those in a text. */
  static Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    WORD.matcher(text).results().map(MatchResult::group).forEach(found::add);
    return found;
  }

  /** The text with what they mean. */
  public static String filled(String text, UnaryOperator<String> meaning) {
    return WORD.matcher(text).replaceAll(word -> meaning.apply(word.group()));
  }

  /** What a block says about its own: {@code NODE=node-b, POOL=other}. */
  public static Map<String, String> meant(Block block) {
    Map<String, String> meant = new LinkedHashMap<>();
    String mark = block.marks().getOrDefault(Block.WITH, "");
    for (String each : mark.isEmpty() ? List.<String>of() : List.of(mark.split(",\\s*", -1))) {
      String[] sides = each.split("=", 2);
      meant.put(sides[0], sides[1]);
    }
    return meant;
  }
}
