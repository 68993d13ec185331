package dev.liteio.cli.doctor;

import dev.liteio.cli.report.Health;

/**
 * What one check says.
 *
 * @param health NEUTRAL when it could not be looked at
 * @param check what was looked at
 * @param seen what was found
 * @param expected what should have been found; empty when that is it
 * @param remedy what to do; empty when there is nothing to do
 */
public record Diagnosis(Health health, String check, String seen, String expected, String remedy) {

  static Diagnosis good(String check, String seen) {
    return new Diagnosis(Health.GOOD, check, seen, "", "");
  }

  static Diagnosis skipped(String check, String why) {
    return new Diagnosis(Health.NEUTRAL, check, why, "", "");
  }

  static Diagnosis warn(String check, String seen, String expected, String remedy) {
    return new Diagnosis(Health.WARN, check, seen, expected, remedy);
  }

  static Diagnosis bad(String check, String seen, String expected, String remedy) {
    return new Diagnosis(Health.BAD, check, seen, expected, remedy);
  }

  /** One line for a terminal. */
  public String line() {
    return "%-4s  %s: %s%s%s"
        .formatted(
            word(),
            check,
            seen.replaceAll("\\s+", " "),
            expected.isEmpty() ? "" : " (expected: " + expected + ")",
            remedy.isEmpty() ? "" : " -> " + remedy);
  }

  private String word() {
    return switch (health) {
      case GOOD -> "OK";
      case WARN, WAITING -> "WARN";
      case BAD -> "BAD";
      case NEUTRAL -> "-";
    };
  }
}
