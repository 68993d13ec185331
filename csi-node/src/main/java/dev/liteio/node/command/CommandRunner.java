package dev.liteio.node.command;

/** Runs programs. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs it to its end, whatever its exit code.
   *
   * @throws CommandFailure when it cannot be started or takes too long
   */
  CommandResult run(Command command);

  /**
   * Runs it and takes only success.
   *
   * @throws CommandFailure also when it exits with another code than 0
   */
  default CommandResult demand(Command command) {
    CommandResult result = run(command);
    if (!result.succeeded()) {
      throw CommandFailure.exited(command, result);
    }
    return result;
  }
}
