package dev.liteio.e2e.target;

import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.lvol.CreateLvstore;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.CreateTransport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A target with one pool in a process of its own, so that it can be killed; its files outlive it.
 */
public final class TargetProcess implements AutoCloseable {
  public static final String POOL = "pool";

  private static final int BLOCK = 4096;
  private static final Duration START = Duration.ofMinutes(3);

  private final Path folder;
  private JsonRpcClient client;
  private SpdkTarget rpc;
  private Process process;

  private TargetProcess(Path folder) {
    this.folder = folder;
    this.process = launch(folder);
    this.client = client(folder);
    this.rpc = SpdkTarget.over(client, new LvstoreQueues());
  }

  private static JsonRpcClient client(Path folder) {
    return JsonRpcClient.start(JsonRpcConfig.of(socket(folder)));
  }

  /** Starts a target in this folder with an empty pool of that many MiB. */
  public static TargetProcess start(Path folder, long poolMebibytes) {
    try (RandomAccessFile file = new RandomAccessFile(disk(folder).toFile(), "rw")) {
      file.setLength(poolMebibytes << 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TargetProcess target = new TargetProcess(folder);
    target.open();
    target.rpc.lvols().createStore(new CreateLvstore(POOL, POOL, 1L << 20, null, null)).join();
    return target;
  }

  /** The same files, opened by a new process; whoever calls it exports again what was exported. */
  public void restart() {
    process = launch(folder);
    // not the one there was: it may not have seen yet that the process before is gone
    client = client(folder);
    rpc = SpdkTarget.over(client, new LvstoreQueues());
    open();
  }

  private void open() {
    client.awaitConnected(START);
    rpc.bdevs().createAio(CreateAio.file(POOL, disk(folder).toString(), BLOCK, true)).join();
    rpc.bdevs().waitForExamine().join();
    rpc.nvmf().createTransport(CreateTransport.tcp()).join();
  }

  /** A new volume of that many MiB, exported to a host of its own on a port of its own. */
  public VolumeExport export(String name, long mebibytes) {
    return VolumeExport.fresh(POOL, name, mebibytes, Ports.free()).create(rpc);
  }

  public SpdkTarget rpc() {
    return rpc;
  }

  /** As a crash: SIGKILL, and the process is gone when this returns. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    client.close();
  }

  @Override
  public void close() {
    kill();
  }

  private static Path socket(Path folder) {
    return folder.resolve("rpc.sock");
  }

  private static Path disk(Path folder) {
    return folder.resolve("disk");
  }

  private static Process launch(Path folder) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            TargetMain.class.getName(),
            socket(folder).toString());
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("target.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
