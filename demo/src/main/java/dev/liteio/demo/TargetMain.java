package dev.liteio.demo;

import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.IOException;
import java.nio.file.Path;

/** The target as a process of its own, so that it can be killed. */
public final class TargetMain {

  private TargetMain() {}

  /** Serves until it is killed; the argument is the path of the JSON-RPC socket. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (EmbeddedTarget target = EmbeddedTarget.start(new EmbeddedTargetConfig(Path.of(args[0])))) {
      target.awaitClosed();
    }
  }
}
