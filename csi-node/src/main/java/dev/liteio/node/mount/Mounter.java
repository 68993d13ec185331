package dev.liteio.node.mount;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandResult;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.rpc.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes the mount table with util-linux: it knows every option by name, says in words what the
 * kernel refused, and a call into a file system that hangs costs a process that can be given up,
 * not a thread of ours.
 */
public final class Mounter {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final String NOT_MOUNTED = "not mounted";
  private static final String BUSY = "busy";

  private final CommandRunner runner;

  /** Mounts through {@code runner}. */
  public Mounter(CommandRunner runner) {
    this.runner = runner;
  }

  /** Mounts the file system on {@code device}. */
  public void mount(
      String device, String target, String type, List<String> options, TimeLimit limit) {
    var argv = new ArrayList<String>(List.of("mount", "-t", type));
    if (!options.isEmpty()) {
      argv.add("-o");
      argv.add(String.join(",", options));
    }
    argv.add(device);
    argv.add(target);
    run(argv, limit);
  }

  /** Makes {@code source} appear at {@code target} too; read-only takes a second step. */
  public void bind(String source, String target, boolean readOnly, TimeLimit limit) {
    run(List.of("mount", "--bind", source, target), limit);
    if (readOnly) {
      makeReadOnly(target, limit);
    }
  }

  /** Allows no more writes through that bind. */
  public void makeReadOnly(String target, TimeLimit limit) {
    run(List.of("mount", "-o", "remount,bind,ro", target), limit);
  }

  /**
   * Lets the kernel refuse every write to the device, until it is gone. A read-only mount alone
   * would still replay a journal, and a read-only bind of a device node forbids nothing.
   */
  public void writeProtect(String device, TimeLimit limit) {
    run(List.of("blockdev", "--setro", device), limit);
  }

  /** Takes away what is mounted there; nothing there is fine. */
  public void unmount(String target, TimeLimit limit) {
    var command = command(List.of("umount", target), limit);
    CommandResult result = tried(command);
    if (result.succeeded() || result.said().contains(NOT_MOUNTED)) {
      return;
    }
    throw new Unavailable(
        CommandFailure.exited(command, result).explanation()
            + (result.said().contains(BUSY) ? "; a process still uses it" : ""));
  }

  private void run(List<String> argv, TimeLimit limit) {
    var command = command(argv, limit);
    CommandResult result = tried(command);
    if (!result.succeeded()) {
      // never final: the connection is there, and only a repeated call or an unstage removes it
      throw new Unavailable(CommandFailure.exited(command, result).explanation());
    }
  }

  private CommandResult tried(Command command) {
    try {
      return runner.run(command);
    } catch (CommandFailure e) {
      throw new Unavailable(e.explanation(), e);
    }
  }

  private static Command command(List<String> argv, TimeLimit limit) {
    return new Command(argv, limit.remaining(MOST));
  }
}
