package dev.liteio.agent.engine;

import dev.liteio.agent.testing.RunningTarget;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = "LITEIO_SPDK_TGT", matches = ".+")
class LvsEngineOnSpdkIT extends PoolEngineContract {

  @Override
  RunningTarget start(Path folder) throws Exception {
    return RunningTarget.spdk(folder, System.getenv("LITEIO_SPDK_TGT"));
  }
}
