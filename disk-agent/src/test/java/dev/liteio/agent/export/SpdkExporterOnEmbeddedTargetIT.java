package dev.liteio.agent.export;

import dev.liteio.agent.testing.RunningTarget;
import java.nio.file.Path;

class SpdkExporterOnEmbeddedTargetIT extends ExporterContract {

  @Override
  RunningTarget start(Path folder) throws Exception {
    return RunningTarget.inProcess(folder);
  }
}
