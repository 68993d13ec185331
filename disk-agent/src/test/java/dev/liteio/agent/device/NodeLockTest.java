package dev.liteio.agent.device;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLockTest {

  @TempDir Path folder;

  @Test
  void oneAgentAtATime() throws IOException {
    Path file = folder.resolve("run/agent.lock");
    NodeLock first = NodeLock.take(file);

    assertThatThrownBy(() -> NodeLock.take(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another agent")
        .hasMessageContaining("agent.lock");

    first.close();
    NodeLock.take(file).close();
  }
}
