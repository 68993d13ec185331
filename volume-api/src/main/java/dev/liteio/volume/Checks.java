package dev.liteio.volume;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the values of this package have in common when they look at a text. */
final class Checks {

  private Checks() {}

  /**
   * {@code value} if it matches, else an error that names what it is, what was seen and expected;
   * null too is seen where a text was read from somebody's object.
   */
  static String matching(Pattern form, String what, @Nullable String value, String expected) {
    if (value == null || !form.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: %s)".formatted(what, value, expected));
    }
    return value;
  }
}
