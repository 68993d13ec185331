package dev.liteio.node.command;

/**
 * How a program ended.
 *
 * @param exitCode as it exited
 * @param out its standard output, cut at a mebibyte
 * @param err its standard error, cut likewise
 */
public record CommandResult(int exitCode, String out, String err) {
  /** Whether it exited with 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** What it said, for people: standard error, else standard output, on one line. */
  public String said() {
    String text = err.isBlank() ? out : err;
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
