package dev.liteio.kubernetes;

import java.util.regex.Pattern;

/**
 * Names of objects. What callers send as a name goes into a URL; a text that no object can be
 * called by must not get that far.
 */
public final class ObjectName {
  private static final int LONGEST = 253;
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private ObjectName() {}

  /** Whether an object can be called so (a DNS subdomain, RFC 1123). */
  public static boolean isPossible(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }
}
