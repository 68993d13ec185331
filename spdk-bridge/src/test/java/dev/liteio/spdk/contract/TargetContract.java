package dev.liteio.spdk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import dev.liteio.spdk.jsonrpc.SpdkReason;
import dev.liteio.spdk.lvol.LvstoreQueues;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the product relies on in a target, told through the typed interfaces. A subclass supplies
 * the target; every test gets a fresh one. All that is asserted here was seen of a real SPDK.
 */
public abstract class TargetContract {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final long MIB = 1L << 20;

  @TempDir Path directory;
  protected SpdkTarget target;
  private AutoCloseable process;
  private JsonRpcClient client;

  /** Starts a target that listens at this path and has nothing yet; closing it ends it. */
  protected abstract AutoCloseable startTarget(Path socket, Path directory) throws Exception;

  @BeforeEach
  void startTarget() throws Exception {
    Path socket = directory.resolve("t.sock");
    process = startTarget(socket, directory);
    client = JsonRpcClient.start(JsonRpcConfig.of(socket).withDeadline(PATIENCE));
    client.awaitConnected(PATIENCE);
    target = SpdkTarget.over(client, new LvstoreQueues());
    await(target.framework().waitInit());
  }

  @AfterEach
  void endTarget() throws Exception {
    client.close();
    process.close();
  }

  JsonRpcClient client() {
    return client;
  }

  /** A sparse file of this size. */
  Path file(String name, long bytes) throws IOException {
    Path path = directory.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
    }
    return path;
  }

  protected static <T> T await(CompletableFuture<T> answer) {
    return Answers.await(answer);
  }

  static void assertRefused(CompletableFuture<?> answer, SpdkReason reason) {
    JsonRpcException.Remote refusal =
        Assertions.catchThrowableOfType(JsonRpcException.Remote.class, () -> Answers.await(answer));
    assertThat(refusal).as("a refusal with reason %s", reason).isNotNull();
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
  }
}
