package dev.liteio.node.command;

import org.jspecify.annotations.Nullable;

/** A program that did not do what it was run for. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What became of the program. */
  public enum Kind {
    /** It could not be started: not installed, no memory. Nothing was done. */
    NOT_STARTED,
    /** It exited with another code than 0. */
    EXITED,
    /** It was killed at its deadline. What it was doing may or may not have happened. */
    TIMED_OUT
  }

  private final Kind kind;
  private final int exitCode;
  private final String said;

  private CommandFailure(
      Kind kind, int exitCode, String said, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.exitCode = exitCode;
    this.said = said;
  }

  /** It could not be started. */
  public static CommandFailure notStarted(Command command, Throwable cause) {
    return new CommandFailure(
        Kind.NOT_STARTED,
        -1,
        "",
        "%s: not started: %s; is it installed?".formatted(command, cause.getMessage()),
        cause);
  }

  /** It exited with a code that says no. */
  public static CommandFailure exited(Command command, CommandResult result) {
    return new CommandFailure(
        Kind.EXITED,
        result.exitCode(),
        result.said(),
        "%s: exit %d (expected: 0): %s".formatted(command, result.exitCode(), result.said()),
        null);
  }

  /** It took too long and was killed. */
  public static CommandFailure timedOut(Command command, String said) {
    return new CommandFailure(
        Kind.TIMED_OUT,
        -1,
        said,
        "%s: killed after %d ms: %s".formatted(command, command.limit().toMillis(), said),
        null);
  }

  /** The message, never absent. */
  public String explanation() {
    return String.valueOf(getMessage());
  }

  /** What became of it. */
  public Kind kind() {
    return kind;
  }

  /** Its exit code; -1 when it has none. */
  public int exitCode() {
    return exitCode;
  }

  /** What it said before. */
  public String said() {
    return said;
  }
}
