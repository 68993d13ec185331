package dev.liteio.node.command;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program to run.
 *
 * @param argv the program and its arguments, never a line for a shell
 * @param limit it is killed when it takes longer
 * @param launcher what prepares the program's surroundings and then becomes it, with its arguments;
 *     none = it is run as it is
 */
public record Command(List<String> argv, Duration limit, List<String> launcher) {
  public Command {
    argv = List.copyOf(argv);
    launcher = List.copyOf(launcher);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("command: empty argv (expected: a program)");
    }
  }

  /** That program, run as it is. */
  public Command(List<String> argv, Duration limit) {
    this(argv, limit, List.of());
  }

  /** That program with these arguments. */
  public static Command of(Duration limit, String... argv) {
    return new Command(List.of(argv), limit);
  }

  /** All that is executed: the launcher, if there is one, then the program. */
  public List<String> line() {
    return Stream.concat(launcher.stream(), argv.stream()).toList();
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
