package dev.liteio.cli;

import java.util.Locale;

/** How an answer is printed. */
enum OutputFormat {
  /** For people. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** One YAML document. */
  YAML;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
