package dev.liteio.target.contract;

import dev.liteio.spdk.contract.StorageContract;
import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.IOException;
import java.nio.file.Path;

/** The contract that a real SPDK meets, held against the embedded target. */
class EmbeddedStorageContractIT extends StorageContract {

  @Override
  protected AutoCloseable startTarget(Path socket, Path directory) throws IOException {
    return EmbeddedTarget.start(new EmbeddedTargetConfig(socket));
  }
}
