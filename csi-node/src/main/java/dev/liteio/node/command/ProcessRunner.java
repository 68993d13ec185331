package dev.liteio.node.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one class that starts processes. */
public final class ProcessRunner implements CommandRunner {
  private static final Logger log = LoggerFactory.getLogger(ProcessRunner.class);
  private static final Duration AFTER_KILL = Duration.ofSeconds(1);

  @Override
  public CommandResult run(Command command) {
    long start = System.nanoTime();
    Process process = start(command);
    // each stream has a thread of its own: a full pipe must never stop the program
    var out = Drain.of(process.getInputStream());
    var err = Drain.of(process.getErrorStream());
    try {
      if (!process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
        throw CommandFailure.timedOut(command, text(out, err));
      }
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw CommandFailure.timedOut(command, "interrupted");
    }
    var result = new CommandResult(process.exitValue(), out.text(AFTER_KILL), err.text(AFTER_KILL));
    log.debug(
        "command=\"{}\" exit={} millis={}",
        command,
        result.exitCode(),
        Duration.ofNanos(System.nanoTime() - start).toMillis());
    return result;
  }

  private static Process start(Command command) {
    var builder = new ProcessBuilder(command.line());
    // what is printed is read by us
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw CommandFailure.notStarted(command, e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String text(Drain out, Drain err) {
    return new CommandResult(-1, out.text(AFTER_KILL), err.text(AFTER_KILL)).said();
  }
}
