package dev.liteio.e2e.site;

import csi.v1.ControllerGrpc;
import csi.v1.ControllerGrpc.ControllerBlockingStub;
import dev.liteio.agent.AgentApplication;
import dev.liteio.agent.AgentConfig;
import dev.liteio.controller.ControllerApplication;
import dev.liteio.controller.ControllerConfig;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.ServedLeg;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.Transport;
import dev.liteio.demo.ApiServer;
import dev.liteio.demo.Leftovers;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.rpc.UnixSocketChannel;
import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import dev.liteio.target.host.HostOptions;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.NodeName;
import dev.liteio.volume.PublishContext;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A storage node with its target and agent, two controllers, and an API that they share. */
public final class Site {

  /** The node that has the disk. */
  public static final String STORAGE = "storage";

  private static final long DISK = 4L << 30;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Set<Code> REPEATED =
      Set.of(Code.ABORTED, Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.RESOURCE_EXHAUSTED);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final KubernetesClient client;
  private final Path folder;
  private final int targetPort;
  private final List<ControllerBlockingStub> replicas = new ArrayList<>();

  /** Starts all of it on an API in memory, which knows the consumers as nodes. */
  public Site(Path folder, String... consumers) throws Exception {
    this(folder, inMemory(consumers));
  }

  private Site(Path folder, ApiServer api) throws Exception {
    this(folder, api.client());
    open.addLast(api);
  }

  /** Starts all of it on that API, which has our kinds. */
  public Site(Path folder, KubernetesClient client) throws Exception {
    this.folder = folder;
    this.client = client;
    this.targetPort = freePort();
    var _ = opened(EmbeddedTarget.start(new EmbeddedTargetConfig(targetSocket())));
    AgentApplication agent =
        opened(
            new AgentApplication(
                AgentConfig.of(new NodeName(STORAGE), targetSocket(), "127.0.0.1")
                    .listeningAt(List.of(new Endpoint(Transport.TCP, "127.0.0.1", targetPort)))
                    .keepingIn(folder)
                    .paced(Duration.ofSeconds(2), Duration.ofSeconds(10)),
                client));
    agent.start();
    applyPool(folder.resolve("disk"));
    for (int replica = 0; replica < 2; replica++) {
      Path csi = csiSocket(replica);
      opened(new ControllerApplication(ControllerConfig.of(csi), client)).start();
      replicas.add(ControllerGrpc.newBlockingStub(opened(new UnixSocketChannel(csi)).channel()));
    }
  }

  private static ApiServer inMemory(String... consumers) throws IOException {
    ApiServer api = ApiServer.start();
    api.addNode(STORAGE);
    for (String consumer : consumers) {
      api.addNode(consumer);
    }
    return api;
  }

  /** The API. */
  public KubernetesClient client() {
    return client;
  }

  /** Where the API listens on this machine's loopback. */
  public int apiPort() {
    return client.getMasterUrl().getPort();
  }

  /** Where the target answers calls. */
  public Path targetSocket() {
    return folder.resolve("target.sock");
  }

  /** Where the target listens on this machine's loopback. */
  public int targetPort() {
    return targetPort;
  }

  /** The socket of a controller. */
  public Path csiSocket(int replica) {
    return folder.resolve("controller-" + replica + ".sock");
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private void applyPool(Path disk) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(DISK);
    }
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName("pool").build());
    pool.setSpec(StoragePoolSpec.of(STORAGE, List.of(new PoolDevice(disk.toString()))));
    new ObjectClient<>(client, StoragePool.class).create(pool);
  }

  /** A controller, for a call that is made once. */
  public ControllerBlockingStub replica(int index) {
    return replicas.get(index).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** As a sidecar does: again, while the answer is not final; a pool may yet come. */
  private static <T> T persist(Callable<T> call) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call.call();
      } catch (StatusRuntimeException e) {
        if (!REPEATED.contains(e.getStatus().getCode()) || System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  /** Creates a volume of that name, which is ready when this returns. */
  public String create(String name, long bytes) throws Exception {
    var request = Requests.create(name, bytes).build();
    return persist(() -> replica(0).createVolume(request)).getVolume().getVolumeId();
  }

  /** Publishes; how that node's host has to connect. */
  public HostOptions publish(int replica, String volume, String node) throws Exception {
    var request = Requests.publish(volume, node).build();
    PublishContext context =
        PublishContext.parse(
            persist(() -> replica(replica).controllerPublishVolume(request))
                .getPublishContextMap());
    ServedLeg leg =
        new ObjectClient<>(client, Attachment.class)
            .get(context.attachment())
            .orElseThrow()
            .getSpec()
            .legsOrEmpty()
            .get(0);
    Endpoint endpoint = leg.endpoints().get(0);
    return HostOptions.of(
        new InetSocketAddress(InetAddress.getByName(endpoint.address()), endpoint.port()),
        LegIdentity.parse(leg.uuid()).nqn().value(),
        context.host().nqn().value(),
        context.host().id());
  }

  /** Unpublishes; that node's host is shut out when this returns. */
  public void unpublish(int replica, String volume, String node) throws Exception {
    var request = Requests.unpublish(volume, node);
    var _ = persist(() -> replica(replica).controllerUnpublishVolume(request));
  }

  /** Deletes a volume, of which nothing is left when this returns. */
  public void delete(String volume) throws Exception {
    var request = Requests.delete(volume);
    var _ = persist(() -> replica(0).deleteVolume(request));
  }

  /** What is there although everything was deleted: objects, subsystems, logical volumes. */
  public List<String> leftovers() {
    return Leftovers.find(client, targetSocket());
  }

  /** Ends everything, the last first. */
  public void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
