package dev.liteio.demo;

import dev.liteio.controller.ControllerApplication;
import dev.liteio.controller.ControllerConfig;
import dev.liteio.crd.Group;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The story of a volume as the driver's calls tell it, on an in-memory Kubernetes API. */
final class VolumeStory implements Story {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CONTROLLER_SOCKET = "controller.sock";
  private static final long SIZE = 512L << 20;
  private static final long GROWN = 768L << 20;
  private static final Map<String, String> PARAMETERS = Map.of("thin", "true", "locality", "any");

  private final DemoOptions options;
  private final Narrator narrator;
  private final Running running;
  private final Evidence evidence;
  private final Pause pause;

  VolumeStory(
      DemoOptions options, Narrator narrator, Running running, Evidence evidence, Pause pause) {
    this.options = options;
    this.narrator = narrator;
    this.running = running;
    this.evidence = evidence;
    this.pause = pause;
  }

  @Override
  public void tell(DemoFolder files) throws Exception {
    Path folder = files.path();
    ApiServer api = running.keep(narrator.stage("in-memory Kubernetes API", ApiServer::start));
    api.addNode(StorageNode.NODE);
    api.addNode(Consumer.NODE);
    api.addNode(Consumer.OTHER_NODE);
    StorageNode storage = running.keep(new StorageNode(api, folder));
    narrator.act("embedded target (its own process) and disk agent", storage::start);
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
        running.keep(new ControllerApplication(ControllerConfig.of(socket), api.client()));
    narrator.act("csi-controller", controller::start);
    Consumer consumer = running.keep(consumer(api, storage, folder));
    CsiClient csi =
        running.keep(
            new CsiClient(
                socket, inKernel() ? CsiClient.fileSystem("ext4") : CsiClient.rawBlock()));
    story(api, storage, consumer, csi, storageClass);
  }

  private boolean inKernel() {
    return options.host() == DemoHost.KERNEL;
  }

  private Consumer consumer(ApiServer api, StorageNode storage, Path folder) throws Exception {
    return inKernel()
        ? narrator.stage(
            "guest booted, csi-node running in it",
            () -> KernelConsumer.boot(api, storage.endpoint(), folder))
        : new JvmConsumer(api);
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
    narrator.act(
        inKernel() ? "NodeStage and NodePublish, ext4" : "NVMe/TCP connect",
        () -> consumer.attach(volume, context));
    evidence.verified(
        narrator.stage(
            "write and verify %d MiB over NVMe/TCP".formatted(options.mebibytes()),
            () -> consumer.writeAndVerify(options.mebibytes())));
    evidence.secondHostRefused(
        narrator.stage(
            "a second host is refused", () -> isSecondHostRefused(csi, consumer, volume)));
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
    narrator.act("DeleteVolume", () -> csi.delete(volume));
    evidence.leftovers(
        narrator.stage(
            "look for leftovers", () -> Leftovers.find(api.client(), storage.target().socket())));
    evidence.leftovers().forEach(left -> narrator.tell("left behind: " + left));
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
    long pid =
        narrator.stage(
            "kill -9 of the target under writes, replay, writes go on",
            () -> {
              long killed = storage.target().kill();
              storage.target().start();
              consumer.awaitProgress();
              return killed;
            });
    narrator.tell("pid %d died".formatted(pid));
    evidence.lost(narrator.stage("verify every acknowledged byte", consumer::stopAndCountLost));
    evidence.verified(consumer.comparedBytes());
  }

  private void awaitStop(ApiServer api, StorageNode storage, Consumer consumer)
      throws InterruptedException {
    Path rpc = storage.target().socket();
    Path csi = rpc.resolveSibling(CONTROLLER_SOCKET);
    narrator.say(
        """

          left running; Ctrl-C deletes the volume and cleans up
          Kubernetes API: http://127.0.0.1:%d
            curl -s http://127.0.0.1:%1$d/apis/%s/%s/volumes
          JSON-RPC of the target: %s
            echo '{"jsonrpc":"2.0","id":1,"method":"nvmf_get_subsystems"}' | nc -U -q1 %4$s
          CSI controller: %s
            grpcurl -plaintext -unix -authority localhost -import-path proto/src/main/protobuf -proto csi/v1/csi.proto %5$s csi.v1.Controller/ListVolumes
          volume:
        """
            .formatted(api.port(), Group.NAME, Group.VERSION, rpc, csi));
    consumer.hints().forEach(hint -> narrator.say("    " + hint + "\n"));
    pause.await();
  }
}
