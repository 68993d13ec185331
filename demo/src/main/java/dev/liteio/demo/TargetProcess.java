package dev.liteio.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The embedded target in a process of its own. */
final class TargetProcess implements AutoCloseable {

  private static final int END_SECONDS = 20;

  private final Path socket;
  private final Path log;
  private @Nullable Process process;

  TargetProcess(Path folder) {
    this.socket = folder.resolve("target.sock");
    this.log = folder.resolve("target.log");
  }

  Path socket() {
    return socket;
  }

  /** Starts it; nobody waits here: its clients do. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                JavaCommand.of("512m", TargetMain.class.getName(), List.of(socket.toString())))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** SIGKILL; it is dead when this returns. */
  long kill() throws IOException, InterruptedException {
    Process running = process;
    if (running == null) {
      throw new IOException("the target is not running");
    }
    long pid = running.pid();
    running.destroyForcibly();
    if (!running.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the target, pid %d, does not die".formatted(pid));
    }
    return pid;
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
