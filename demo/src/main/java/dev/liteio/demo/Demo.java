package dev.liteio.demo;

import dev.liteio.controller.ControllerApplication;
import dev.liteio.controller.ControllerConfig;
import dev.liteio.crd.Group;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The story of a volume, from an empty disk to nothing left behind. */
public final class Demo implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CONTROLLER_SOCKET = "controller.sock";
  private static final long SIZE = 512L << 20;
  private static final long GROWN = 768L << 20;
  private static final Map<String, String> PARAMETERS = Map.of("thin", "true", "locality", "any");

  private final DemoOptions options;
  private final PrintStream out;
  private final Narrator narrator;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final CountDownLatch kept = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private String host;
  private long bytesVerified;
  private boolean secondHostRefused;
  private long lost;
  private List<String> leftovers = List.of();

  /**
   * A story that has not begun.
   *
   * @param out where it is told
   */
  public Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.narrator = new Narrator(out);
    this.host = options.vm() ? "kernel" : "jvm";
  }

  /** Tells the story; it cleans up behind itself, however it ends. */
  public DemoReport run() {
    String failure = null;
    try {
      tell();
    } catch (Exception e) {
      failure = e.getMessage() == null ? e.toString() : e.getMessage();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      out.printf("%n  failed: %s%n", failure);
    } finally {
      close();
      ended.countDown();
    }
    boolean ok = failure == null && lost == 0 && secondHostRefused && leftovers.isEmpty();
    out.printf("%n%s", StageTable.of(narrator.stages()));
    out.printf(
        "  host: %s, %d MiB verified, %d acknowledged writes lost: %s%n",
        host, bytesVerified >> 20, lost, ok ? "ok" : "NOT OK");
    return new DemoReport(
        ok, host, bytesVerified, secondHostRefused, lost, leftovers, narrator.stages(), failure);
  }

  private <T extends AutoCloseable> T keep(T part) {
    synchronized (running) {
      running.push(part);
    }
    return part;
  }

  private void tell() throws Exception {
    Path folder = Files.createTempDirectory("liteio-demo-");
    keep(() -> deleteAll(folder));
    out.printf("LiteIO demo, host: %s, files in %s%n", host, folder);
    ApiServer api = keep(narrator.stage("in-memory Kubernetes API", ApiServer::start));
    api.addNode(Consumer.NODE);
    api.addNode(Consumer.OTHER_NODE);
    StorageNode storage = keep(new StorageNode(api, folder));
    narrator.stage("embedded target (its own process) and disk agent", () -> start(storage));
    StorageClass storageClass = storageClass();
    narrator.stage(
        "StoragePool and StorageClass applied, pool ready",
        () -> {
          api.client().resource(storageClass).create();
          storage.applyPool();
          return storage.awaitPool(PATIENCE);
        });
    Path socket = folder.resolve(CONTROLLER_SOCKET);
    ControllerApplication controller =
        keep(new ControllerApplication(ControllerConfig.of(socket), api.client()));
    narrator.stage("csi-controller", () -> start(controller));
    Consumer consumer = keep(consumer(api, storage, folder));
    CsiClient csi =
        keep(
            new CsiClient(
                socket, options.vm() ? CsiClient.fileSystem("ext4") : CsiClient.rawBlock()));
    story(api, storage, consumer, csi, storageClass);
  }

  private Consumer consumer(ApiServer api, StorageNode storage, Path folder) throws Exception {
    return options.vm()
        ? narrator.stage(
            "guest booted, csi-node running in it",
            () -> KernelConsumer.boot(api, storage.endpoint(), folder))
        : new JvmConsumer(api);
  }

  private static @Nullable Void start(StorageNode storage) throws Exception {
    storage.start();
    return null;
  }

  private static @Nullable Void start(ControllerApplication controller) throws IOException {
    controller.start();
    return null;
  }

  private static StorageClass storageClass() {
    return new StorageClassBuilder()
        .withNewMetadata()
        .withName("liteio")
        .endMetadata()
        .withProvisioner("csi.liteio.dev")
        .withParameters(PARAMETERS)
        .withAllowVolumeExpansion(true)
        .build();
  }

  private void story(
      ApiServer api,
      StorageNode storage,
      Consumer consumer,
      CsiClient csi,
      StorageClass storageClass)
      throws Exception {
    String volume =
        narrator.stage(
            "CreateVolume, 512 MiB thin",
            () -> csi.create("demo", SIZE, storageClass.getParameters()));
    narrator.tell("volume " + volume + " on pool " + StorageNode.POOL);
    Map<String, String> context =
        narrator.stage(
            "ControllerPublishVolume to " + Consumer.NODE,
            () -> csi.publish(volume, Consumer.NODE));
    narrator.stage(
        options.vm() ? "NodeStage and NodePublish, ext4" : "NVMe/TCP connect",
        () -> {
          consumer.attach(volume, context);
          return volume;
        });
    bytesVerified +=
        narrator.stage(
            "write and verify %d MiB over NVMe/TCP".formatted(options.mebibytes()),
            () -> consumer.writeAndVerify(options.mebibytes()));
    secondHostRefused =
        narrator.stage(
            "a second host is refused", () -> isSecondHostRefused(csi, consumer, volume));
    crash(storage, consumer);
    narrator.stage(
        "expand to 768 MiB, in use",
        () -> {
          long bytes = csi.expand(volume, GROWN);
          consumer.useGrown(bytes);
          return bytes;
        });
    if (options.keep()) {
      awaitStop(api, storage, consumer);
    }
    narrator.stage(
        "unpublish",
        () -> {
          consumer.detach(volume);
          csi.unpublish(volume, Consumer.NODE);
          return consumer.isStrangerRefused();
        });
    narrator.stage(
        "DeleteVolume",
        () -> {
          csi.delete(volume);
          return volume;
        });
    leftovers =
        narrator.stage(
            "look for leftovers", () -> Leftovers.find(api.client(), storage.target().socket()));
    leftovers.forEach(left -> narrator.tell("left behind: " + left));
  }

  private boolean isSecondHostRefused(CsiClient csi, Consumer consumer, String volume)
      throws Exception {
    try {
      csi.publish(volume, Consumer.OTHER_NODE);
      narrator.tell("the controller let it in");
      return false;
    } catch (StatusRuntimeException e) {
      boolean byController = e.getStatus().getCode() == Status.Code.FAILED_PRECONDITION;
      boolean onTheWire = consumer.isStrangerRefused();
      narrator.tell("by the controller: " + e.getStatus().getDescription());
      narrator.tell("on the wire: " + (onTheWire ? "refused" : "NOT refused"));
      return byController && onTheWire;
    }
  }

  private void crash(StorageNode storage, Consumer consumer) throws Exception {
    consumer.startWriting();
    consumer.awaitProgress();
    narrator.stage(
        "kill -9 of the target under writes, replay, writes go on",
        () -> {
          long pid = storage.target().kill();
          narrator.tell("pid %d is dead".formatted(pid));
          storage.target().start();
          consumer.awaitProgress();
          return pid;
        });
    lost = narrator.stage("verify every acknowledged byte", consumer::stopAndCountLost);
    bytesVerified += consumer.comparedBytes();
  }

  private void awaitStop(ApiServer api, StorageNode storage, Consumer consumer)
      throws InterruptedException {
    Path rpc = storage.target().socket();
    Path csi = rpc.resolveSibling(CONTROLLER_SOCKET);
    out.printf(
        """

          left running; Ctrl-C deletes the volume and cleans up
          Kubernetes API: http://127.0.0.1:%d
            curl -s http://127.0.0.1:%1$d/apis/%s/%s/volumes
          JSON-RPC of the target: %s
            echo '{"jsonrpc":"2.0","id":1,"method":"nvmf_get_subsystems"}' | nc -U -q1 %4$s
          CSI controller: %s
            grpcurl -plaintext -unix -authority localhost -import-path proto/src/main/protobuf -proto csi/v1/csi.proto %5$s csi.v1.Controller/ListVolumes
          volume:
        """,
        api.port(), Group.NAME, Group.VERSION, rpc, csi);
    consumer.hints().forEach(hint -> out.printf("    %s%n", hint));
    kept.countDown();
    stopped.await();
  }

  /**
   * Ends it from another thread, and returns when nothing of it is left: what was kept running
   * comes to its orderly end, a story in the middle is cut short.
   */
  public void stop() throws InterruptedException {
    stopped.countDown();
    if (kept.getCount() > 0 || !ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      close();
    }
  }

  @Override
  public void close() {
    while (true) {
      AutoCloseable part;
      synchronized (running) {
        part = running.poll();
      }
      if (part == null) {
        return;
      }
      try {
        part.close();
      } catch (Exception e) {
        out.printf("  cleaning up: %s%n", e);
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
