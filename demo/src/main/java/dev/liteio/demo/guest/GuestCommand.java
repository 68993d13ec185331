package dev.liteio.demo.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that was started in the guest and may still run there. */
public final class GuestCommand {
  private final String script;
  private final Path folder;
  private final CompletableFuture<Integer> exit;
  private final Runnable kill;

  GuestCommand(String script, Path folder, CompletableFuture<Integer> exit, Runnable kill) {
    this.script = script;
    this.folder = folder;
    this.exit = exit;
    this.kill = kill;
  }

  /**
   * Waits for the end of the command. One that is not done by then is killed.
   *
   * @throws GuestException when it did not end in time or the guest ended
   */
  public CommandResult await(Duration deadline) {
    try {
      int code = exit.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      return new CommandResult(script, code, stdout(), stderr());
    } catch (TimeoutException e) {
      kill();
      throw new GuestException(
          "not done after %s in the guest: %s%nstdout: %s%nstderr: %s"
              .formatted(deadline, script, stdout(), stderr()),
          e);
    } catch (ExecutionException e) {
      throw new GuestException("the guest ended while it ran: " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestException("interrupted while waiting in the guest for: " + script, e);
    }
  }

  /** True while the command has not ended. */
  public boolean isRunning() {
    return !exit.isDone();
  }

  /** Sends SIGKILL to the command and all it started; returns at once. */
  public void kill() {
    if (isRunning()) {
      kill.run();
    }
  }

  /** What it wrote to its standard output so far. */
  public String stdout() {
    return read("stdout");
  }

  /** What it wrote to its standard error so far. */
  public String stderr() {
    return read("stderr");
  }

  private String read(String stream) {
    Path file = folder.resolve(stream);
    try {
      return Files.exists(file) ? Files.readString(file).stripTrailing() : "";
    } catch (IOException e) {
      throw new GuestException("the guest's " + file + " cannot be read", e);
    }
  }
}
