package dev.liteio.target.host;

import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.CreateLvstore;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.CreateSubsystem;
import dev.liteio.spdk.nvmf.CreateTransport;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.NewNamespace;
import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** A target with one volume on it, driven as the product drives it. */
final class ServedVolume implements AutoCloseable {

  static final String NQN = "nqn.2026-11.dev.liteio:0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff";
  static final String UUID_TEXT = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff";
  static final LvolName LVOL = new LvolName("store", "volume");

  private static final long DEVICE = 256L << 20;

  private final Path folder;
  private final int port;
  private EmbeddedTarget target;
  private JsonRpcClient client;
  private SpdkTarget spdk;

  ServedVolume(Path folder) throws Exception {
    this.folder = folder;
    this.port = freePort();
    try (RandomAccessFile disk = new RandomAccessFile(disk().toFile(), "rw")) {
      disk.setLength(DEVICE);
    }
    start();
    spdk.lvols()
        .createStore(new CreateLvstore("base", "store", 1L << 20, ClearMethod.NONE, null))
        .get();
    spdk.lvols().create(new CreateLvol(LVOL, 64, true, ClearMethod.WRITE_ZEROES)).get();
    export();
  }

  private static int freePort() throws Exception {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  Path disk() {
    return folder.resolve("disk");
  }

  /** A target with the device in it and nothing exported. */
  void start() throws Exception {
    Path socket = folder.resolve("rpc.sock");
    target = EmbeddedTarget.start(new EmbeddedTargetConfig(socket));
    client = JsonRpcClient.start(JsonRpcConfig.of(socket));
    client.awaitConnected(Duration.ofSeconds(30));
    spdk = SpdkTarget.over(client, new LvstoreQueues());
    spdk.bdevs().createAio(CreateAio.file("base", disk().toString(), 512, true)).get();
    spdk.nvmf().createTransport(CreateTransport.tcp()).get();
  }

  void export() throws Exception {
    spdk.nvmf()
        .createSubsystem(new CreateSubsystem(NQN, "serial", "model", 2, 1, 4000, true, false))
        .get();
    String bdev = spdk.bdevs().find(LVOL.toString()).get().orElseThrow().name();
    spdk.nvmf().addNamespace(NQN, NewNamespace.withUuid(bdev, 1, UUID_TEXT, 1)).get();
    spdk.nvmf().addListener(NQN, listener(), null).get();
  }

  ListenAddress listener() {
    return ListenAddress.tcp("127.0.0.1", port);
  }

  SpdkTarget spdk() {
    return spdk;
  }

  HostOptions host(UUID id) {
    return HostOptions.of(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), NQN, hostNqn(id), id);
  }

  static String hostNqn(UUID id) {
    return "nqn.2014-08.org.nvmexpress:uuid:" + id;
  }

  void allow(UUID id) throws Exception {
    spdk.nvmf().addHost(NQN, hostNqn(id)).get();
  }

  void revoke(UUID id) throws Exception {
    spdk.nvmf().removeHost(NQN, hostNqn(id)).get();
  }

  void stop() throws IOException {
    client.close();
    target.close();
  }

  @Override
  public void close() throws IOException {
    stop();
    Files.deleteIfExists(disk());
  }
}
