package dev.liteio.spdk.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real spdk_tgt, from the binary that LITEIO_SPDK_TGT names; without hugepages. */
final class SpdkProcess implements AutoCloseable {

  static final String BINARY = "LITEIO_SPDK_TGT";

  private final Process process;

  private SpdkProcess(Process process) {
    this.process = process;
  }

  static SpdkProcess start(Path socket, Path directory) throws IOException {
    return new SpdkProcess(
        new ProcessBuilder(
                System.getenv(BINARY),
                "-r",
                socket.toString(),
                "-m",
                "0x1",
                "--no-huge",
                "-s",
                "1024")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("spdk.log").toFile())
            .start());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stuck) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
