package dev.liteio.crd;

import java.util.Locale;

/** The words of our vocabularies, as they stand in objects. */
public final class Words {

  private Words() {}

  /** A constant as Kubernetes writes reasons: {@code NO_SPACE} is {@code NoSpace}. */
  public static String of(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
