package dev.liteio.volume;

import java.util.UUID;
import java.util.regex.Pattern;

/** Reading uuids strictly: {@link UUID#fromString} also takes {@code 1-1-1-1-1}. */
public final class Uuids {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Uuids() {}

  /**
   * The uuid that {@code text} spells in lower case.
   *
   * @param what is named in the error, such as {@code leg uuid}
   */
  public static UUID parse(String what, String text) {
    return UUID.fromString(
        Checks.matching(FORM, what, text, "a uuid in lower case, 8-4-4-4-12 hex digits"));
  }
}
