package dev.liteio.e2e.image;

import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.lvol.LvstoreQueues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/** A container in which the embedded target serves, its socket in a folder of this machine. */
final class TargetContainer implements AutoCloseable {
  private static final String INSIDE = "/run/target";
  private static final String SOCKET = "spdk.sock";
  private static final Duration START = Duration.ofMinutes(2);

  private final GenericContainer<?> container;
  private final JsonRpcClient client;
  private final SpdkTarget rpc;

  private TargetContainer(GenericContainer<?> container, JsonRpcClient client) {
    this.container = container;
    this.client = client;
    this.rpc = SpdkTarget.over(client, new LvstoreQueues());
  }

  /**
   * Starts one; returns when it answers, or fails with what it wrote.
   *
   * @param folder for its socket; anybody may write there from now on
   */
  static TargetContainer start(ProductImage image, Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    GenericContainer<?> container =
        image
            .container("target", "--rpc-socket=" + INSIDE + "/" + SOCKET)
            .withFileSystemBind(folder.toString(), INSIDE, BindMode.READ_WRITE);
    container.start();
    JsonRpcClient client = JsonRpcClient.start(JsonRpcConfig.of(folder.resolve(SOCKET)));
    TargetContainer started = new TargetContainer(container, client);
    started.awaitServing();
    return started;
  }

  private void awaitServing() {
    try {
      client.awaitConnected(START);
    } catch (RuntimeException e) {
      String said = container.getLogs();
      close();
      throw new IllegalStateException("the target did not serve; it wrote: " + said, e);
    }
  }

  SpdkTarget rpc() {
    return rpc;
  }

  /** Runs a program in it. */
  ExecResult run(String... command) throws IOException, InterruptedException {
    return container.execInContainer(command);
  }

  @Override
  public void close() {
    client.close();
    container.close();
  }
}
