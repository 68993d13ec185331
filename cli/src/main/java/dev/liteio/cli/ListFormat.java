package dev.liteio.cli;

/** How a list of objects is printed. */
enum ListFormat {
  /** For people. */
  TABLE,
  /** For people with a wide terminal: every column. */
  WIDE,
  /** One JSON document: the objects as they are. */
  JSON,
  /** One YAML document: the objects as they are. */
  YAML
}
