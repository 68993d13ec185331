package dev.liteio.demo.guest;

/**
 * What a finished command in the guest left.
 *
 * @param script what was run
 * @param exit its exit code; 128 + n when signal n ended it
 * @param stdout all it wrote to its standard output
 * @param stderr all it wrote to its standard error
 */
public record CommandResult(String script, int exit, String stdout, String stderr) {

  /** True for exit code 0. */
  public boolean ok() {
    return exit == 0;
  }

  /**
   * This result, when the command succeeded.
   *
   * @throws GuestException with both outputs, when it did not
   */
  public CommandResult orThrow() {
    if (!ok()) {
      throw new GuestException("in the guest: " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "%s%nexit: %d%nstdout: %s%nstderr: %s".formatted(script, exit, stdout, stderr);
  }
}
