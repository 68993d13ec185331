package dev.liteio.demo.cluster;

import dev.liteio.demo.guest.TiedCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the control plane that runs on this machine. It dies with this JVM, however that
 * ends.
 */
public final class Part implements AutoCloseable {
  private static final int GRACE_SECONDS = 10;

  private final String name;
  private final Path log;
  private final List<String> argv;
  private Process process;

  private Part(String name, Path log, List<String> argv) throws IOException {
    this.name = name;
    this.log = log;
    this.argv = argv;
    this.process = launch();
  }

  /** Starts a program that writes to {@code NAME.log} in that folder. */
  static Part start(String name, Path folder, List<String> argv) throws IOException {
    return new Part(name, folder.resolve(name + ".log"), List.copyOf(argv));
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(TiedCommand.of(name, argv))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Its process id, to send signals to. */
  public long pid() {
    return process.pid();
  }

  /** Everything it wrote. */
  public Path log() {
    return log;
  }

  /** True while it runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** SIGKILL; it is dead when this returns. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Starts it again as it was, once it has ended. */
  public void restart() {
    kill();
    try {
      process = launch();
    } catch (IOException e) {
      throw new ClusterException(name + " does not start again", e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        throw new ClusterException("%s, pid %d, does not die".formatted(name, pid()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while " + name + " ended", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
