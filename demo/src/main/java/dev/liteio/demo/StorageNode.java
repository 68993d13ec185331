package dev.liteio.demo;

import dev.liteio.agent.AgentApplication;
import dev.liteio.agent.AgentConfig;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Transport;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.volume.NodeName;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A node with a disk: the target's process, its agent, a pool. */
final class StorageNode implements AutoCloseable {

  static final String NODE = "storage-1";
  static final String POOL = "pool-1";

  private static final long DISK = 2L << 30;
  private static final Duration RESYNC = Duration.ofSeconds(2);
  private static final Duration RPC_DEADLINE = Duration.ofSeconds(10);

  private final ApiServer api;
  private final Path disk;
  private final TargetProcess target;
  private final Endpoint endpoint;
  private final AgentApplication agent;

  StorageNode(ApiServer api, Path folder) throws IOException {
    this.api = api;
    this.disk = folder.resolve("disk.img");
    this.target = new TargetProcess(folder);
    this.endpoint = new Endpoint(Transport.TCP, "127.0.0.1", freePort());
    this.agent =
        new AgentApplication(
            AgentConfig.of(new NodeName(NODE), target.socket(), endpoint.address())
                .listeningAt(List.of(endpoint))
                .keepingIn(folder)
                .paced(RESYNC, RPC_DEADLINE),
            api.client());
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  TargetProcess target() {
    return target;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Makes the disk and starts what runs on the node. */
  void start() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(DISK);
    }
    target.start();
    agent.start();
  }

  /** What an administrator applies. */
  void applyPool() {
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(POOL).build());
    pool.setSpec(StoragePoolSpec.of(NODE, List.of(new PoolDevice(disk.toString()))));
    new ObjectClient<>(api.client(), StoragePool.class).create(pool);
  }

  /** Waits until volumes can be made on the pool. */
  StoragePoolStatus awaitPool(Duration limit) {
    StoragePool ready =
        api.client()
            .resources(StoragePool.class)
            .withName(POOL)
            .waitUntilCondition(
                StorageNode::isReady, limit.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    return ready.getStatus();
  }

  static boolean isReady(@org.jspecify.annotations.Nullable StoragePool pool) {
    return pool != null
        && pool.getStatus() != null
        && Conditions.holds(pool.getStatus().conditions(), StoragePoolStatus.READY);
  }

  @Override
  public void close() throws IOException {
    agent.close();
    target.close();
    Files.deleteIfExists(disk);
  }
}
