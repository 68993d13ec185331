package dev.liteio.agent.engine;

import dev.liteio.agent.testing.RunningTarget;
import java.nio.file.Path;

class LvsEngineOnEmbeddedTargetIT extends PoolEngineContract {

  @Override
  RunningTarget start(Path folder) throws Exception {
    return RunningTarget.inProcess(folder);
  }
}
