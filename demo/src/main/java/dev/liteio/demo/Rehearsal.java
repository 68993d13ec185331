package dev.liteio.demo;

import csi.v1.IdentityGrpc;
import csi.v1.ProbeRequest;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.rpc.UnixSocketChannel;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One volume's life with every role in a process of its own, each of which leaves an ahead-of-time
 * cache (JEP 514) of what it loaded: made when the image is built, mapped when its roles start. A
 * role that leaves none starts slower, no more.
 */
public final class Rehearsal implements AutoCloseable {
  private static final String NODE = "node";
  private static final String POOL = "pool";
  private static final Duration STEP = Duration.ofMinutes(3);
  private static final long CACHE_SECONDS = 300;

  private final Path home;
  private final Path folder;
  private final ApiServer api;
  private final List<Process> roles = new ArrayList<>();
  private final List<Integer> healthPorts = new ArrayList<>();

  private Rehearsal(Path home, Path folder) throws IOException {
    this.home = home;
    this.folder = folder;
    this.api = ApiServer.startWithTls();
  }

  /** Arguments: the folder of the image's runtime, which holds the file {@code options}. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("rehearsal");
    int status = 1;
    try (Rehearsal rehearsal = new Rehearsal(Path.of(args[0]), folder)) {
      rehearsal.play();
      status = 0;
    } catch (Exception e) {
      System.err.println("rehearsal: " + e);
    }
    // threads of the API server in memory may outlive its end, and the image would never be done
    System.exit(status);
  }

  private void play() throws Exception {
    Path target = folder.resolve("target.sock");
    Path controller = folder.resolve("controller.sock");
    Path node = folder.resolve("node.sock");
    start("target", List.of("--rpc-socket=" + target));
    startHealthy(
        "agent",
        "--node=" + NODE,
        "--address=127.0.0.1",
        "--port=" + StorageNode.freePort(),
        "--rpc-socket=" + target,
        "--state=" + Files.createDirectory(folder.resolve("agent")));
    startHealthy("controller", "--csi-socket=" + controller);
    startHealthy(
        "node",
        "--node=" + NODE,
        "--csi-socket=" + node,
        "--state=" + folder.resolve("node"),
        "--registration=" + Files.createDirectory(folder.resolve("registration")));
    addPool();
    liveOneLife(controller);
    probe(node);
    for (int port : healthPorts) {
      askForHealth(port);
    }
  }

  /** A role that has a port of /healthz. */
  private void startHealthy(String role, String... options) throws IOException {
    int port = StorageNode.freePort();
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--health-port=" + port);
    start(role, all);
    healthPorts.add(port);
  }

  private void start(String role, List<String> options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("java/bin/java").toString(),
                "@" + home.resolve("options"),
                "-XX:AOTCacheOutput=" + home.resolve(role + ".aot"),
                "-Xmx256m",
                "dev.liteio.cli.Liteio",
                role));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG", "/dev/null",
                "KUBERNETES_MASTER", "https://localhost:" + api.port(),
                "KUBERNETES_TRUST_CERTIFICATES", "true"));
    roles.add(builder.start());
  }

  private void addPool() throws IOException {
    api.addNode(NODE);
    Path disk = Files.write(folder.resolve("disk"), new byte[64 << 20]);
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(POOL).build());
    pool.setSpec(StoragePoolSpec.of(NODE, List.of(new PoolDevice(disk.toString()))));
    new ObjectClient<>(api.client(), StoragePool.class).create(pool);
    api.client()
        .resources(StoragePool.class)
        .withName(POOL)
        .waitUntilCondition(StorageNode::isReady, STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void liveOneLife(Path controller) {
    probe(controller);
    try (CsiClient client = new CsiClient(controller, CsiClient.rawBlock())) {
      String volume = client.create("rehearsed", 8 << 20, Map.of());
      client.publish(volume, NODE);
      client.unpublish(volume, NODE);
      client.delete(volume);
    }
  }

  private void probe(Path socket) {
    try (UnixSocketChannel channel = new UnixSocketChannel(socket)) {
      var _ =
          IdentityGrpc.newBlockingStub(channel.channel())
              .withWaitForReady()
              .withDeadlineAfter(STEP.toSeconds(), TimeUnit.SECONDS)
              .probe(ProbeRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      // a machine without NVMe is not ready; it answered, which is what counts here
      System.err.println("rehearsal: " + e.getStatus());
    }
  }

  /** As the kubelet does, whatever the answer: nobody here has NVMe. */
  private static void askForHealth(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/healthz".formatted(port)))
            .timeout(STEP)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var _ = http.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (ConnectException e) {
      // it opens after the socket that was asked before
      System.err.println("rehearsal: nobody at port " + port + " yet");
    }
  }

  /** SIGTERM to each: a JVM writes its cache when it ends. */
  @Override
  public void close() {
    roles.forEach(Process::destroy);
    roles.forEach(Rehearsal::awaitEnd);
    api.close();
  }

  private static void awaitEnd(Process role) {
    try {
      if (!role.waitFor(CACHE_SECONDS, TimeUnit.SECONDS)) {
        role.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      role.destroyForcibly();
    }
  }
}
