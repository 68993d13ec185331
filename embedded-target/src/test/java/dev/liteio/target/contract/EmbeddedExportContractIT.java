package dev.liteio.target.contract;

import dev.liteio.spdk.contract.ExportContract;
import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.IOException;
import java.nio.file.Path;

/** The contract that a real SPDK meets, held against the embedded target. */
class EmbeddedExportContractIT extends ExportContract {

  @Override
  protected AutoCloseable startTarget(Path socket, Path directory) throws IOException {
    return EmbeddedTarget.start(new EmbeddedTargetConfig(socket));
  }
}
