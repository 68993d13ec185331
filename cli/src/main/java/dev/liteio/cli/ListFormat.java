package dev.liteio.cli;

import java.util.Locale;

/** How a list of objects is printed. */
enum ListFormat {
  /** For people. */
  TABLE,
  /** For people with a wide terminal: every column. */
  WIDE,
  /** One JSON document: the objects as they are. */
  JSON,
  /** One YAML document: the objects as they are. */
  YAML;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
