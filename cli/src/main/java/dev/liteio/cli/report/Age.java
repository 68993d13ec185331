package dev.liteio.cli.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long ago something was, in one word, as kubectl says it. */
public final class Age {

  private Age() {}

  /** The age of what carries that timestamp (RFC 3339); {@code ?} when it carries none. */
  public static String of(@Nullable String timestamp, Instant now) {
    return since(timestamp, now).map(Age::of).orElse("?");
  }

  /** How long ago that timestamp was; nothing when it is none. */
  public static Optional<Duration> since(@Nullable String timestamp, Instant now) {
    if (timestamp == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.between(OffsetDateTime.parse(timestamp).toInstant(), now));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** One number and one unit. */
  public static String of(Duration age) {
    if (age.isNegative()) {
      return "0s"; // clocks differ
    }
    if (age.toMinutes() < 2) {
      return age.toSeconds() + "s";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + "m";
    }
    return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
