package dev.liteio.e2e.target;

import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.IOException;
import java.nio.file.Path;

/** The embedded target alone in a process; its argument is the RPC socket. */
final class TargetMain {
  private TargetMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().start(TargetMain::endWithParent);
    try (EmbeddedTarget target =
        EmbeddedTarget.start(new EmbeddedTargetConfig(Path.of(arguments[0])))) {
      target.awaitClosed();
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever sent: the end is what is waited for
      }
    } catch (IOException e) {
      // as good as the end
    }
    Runtime.getRuntime().halt(1);
  }
}
