package dev.liteio.agent.testing;

import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.nio.file.Path;

/** The embedded target as a process that can be killed. */
public final class TargetMain {

  private TargetMain() {}

  public static void main(String[] args) throws Exception {
    EmbeddedTarget.start(new EmbeddedTargetConfig(Path.of(args[0]))).awaitClosed();
  }
}
