package dev.liteio.target.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.contract.StorageContract;
import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contract that a real SPDK meets, held against the embedded target. */
class EmbeddedStorageContractIT extends StorageContract {

  @Override
  protected AutoCloseable startTarget(Path socket, Path directory) throws IOException {
    return EmbeddedTarget.start(new EmbeddedTargetConfig(socket));
  }

  @Test
  void other_than_a_real_one_it_takes_no_devices_and_says_so() {
    assertThatThrownBy(
            () -> await(target.bdevs().createAio(CreateAio.file("x", "/dev/null", 4096, false))))
        .hasMessageContaining("/dev/null is no regular file: the embedded target takes files only");
  }
}
