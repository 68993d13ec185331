package dev.liteio.node.command;

import java.time.Duration;
import java.util.List;

/**
 * A program to run.
 *
 * @param argv the program and its arguments, never a line for a shell
 * @param limit it is killed when it takes longer
 */
public record Command(List<String> argv, Duration limit) {
  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("command: empty argv (expected: a program)");
    }
  }

  /** That program with these arguments. */
  public static Command of(Duration limit, String... argv) {
    return new Command(List.of(argv), limit);
  }

  /** The program, for people. */
  public String program() {
    return argv.getFirst();
  }

  @Override
  public String toString() {
    return String.join(" ", argv);
  }
}
