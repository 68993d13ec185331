package dev.liteio.volume;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** An NVMe qualified name (NVMe Base 2.0, 4.5): 11 to 223 bytes. */
public record Nqn(String value) {

  private static final Pattern FORM = Pattern.compile("nqn\\.[0-9]{4}-[0-9]{2}\\.[!-~]+");
  private static final int LIMIT = 223;

  public Nqn {
    Checks.matching(FORM, "NQN", value, "nqn.YYYY-MM.reverse.domain:name");
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length > LIMIT) {
      throw new IllegalArgumentException(
          "NQN: %d bytes (expected: <= %d): %s".formatted(length, LIMIT, value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
