package dev.liteio.spdk.contract;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract, held against a real SPDK. */
@EnabledIfEnvironmentVariable(named = SpdkProcess.BINARY, matches = ".+")
class RealSpdkStorageIT extends StorageContract {

  @Override
  protected AutoCloseable startTarget(Path socket, Path directory) throws IOException {
    return SpdkProcess.start(socket, directory);
  }
}
