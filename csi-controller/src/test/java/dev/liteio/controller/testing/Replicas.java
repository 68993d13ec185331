package dev.liteio.controller.testing;

import csi.v1.CapacityRange;
import csi.v1.ControllerGrpc;
import csi.v1.ControllerGrpc.ControllerBlockingStub;
import csi.v1.ControllerPublishVolumeRequest;
import csi.v1.ControllerUnpublishVolumeRequest;
import csi.v1.CreateVolumeRequest;
import csi.v1.DeleteVolumeRequest;
import csi.v1.GetCapacityRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.AccessMode;
import csi.v1.VolumeCapability.AccessMode.Mode;
import csi.v1.VolumeCapability.MountVolume;
import dev.liteio.controller.ControllerApplication;
import dev.liteio.controller.ControllerConfig;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.rpc.Driver;
import dev.liteio.rpc.UnixSocketChannel;
import io.fabric8.kubernetes.api.model.storage.CSINodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Two controllers and a third that dies, on one API server, with agents that are simulated. */
public final class Replicas {

  public static final long MIB = 1L << 20;
  private static final Set<Code> REPEATED =
      Set.of(Code.ABORTED, Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  public final ApiServer api;
  public final KubernetesClient client;
  public final SimulatedAgents agents;
  public final ObjectClient<Volume> volumes;
  public final ObjectClient<LogicalVolume> logicalVolumes;
  public final ObjectClient<Attachment> attachments;
  private final List<ControllerBlockingStub> stubs;

  public Replicas(Path folder) throws Exception {
    api = opened(new ApiServer());
    client = opened(api.client());
    agents = opened(new SimulatedAgents(client));
    volumes = new ObjectClient<>(client, Volume.class);
    logicalVolumes = new ObjectClient<>(client, LogicalVolume.class);
    attachments = new ObjectClient<>(client, Attachment.class);
    KubernetesClient doomed = opened(api.doomedClient());
    stubs =
        List.of(
            replica(folder.resolve("0.sock"), client),
            replica(folder.resolve("1.sock"), client),
            replica(folder.resolve("2.sock"), doomed));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  private ControllerBlockingStub replica(Path socket, KubernetesClient client) throws Exception {
    ControllerApplication controller =
        opened(new ControllerApplication(ControllerConfig.of(socket), client));
    controller.start();
    return ControllerGrpc.newBlockingStub(opened(new UnixSocketChannel(socket)).channel());
  }

  /** One of the two that live. */
  public ControllerBlockingStub replica(int index) {
    return patient(stubs.get(index));
  }

  /** The one whose writes are refused from some moment on. */
  public ControllerBlockingStub doomed() {
    return patient(stubs.get(2));
  }

  private static ControllerBlockingStub patient(ControllerBlockingStub stub) {
    return stub.withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** A caller that does not wait. */
  public ControllerBlockingStub impatient(int index) {
    return stubs.get(index).withDeadlineAfter(1500, TimeUnit.MILLISECONDS);
  }

  /** Calls as a sidecar does: again, while the answer is not final. */
  public static <T> T persist(Callable<T> call) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
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

  /** The table of pools is fed by a watch: asks until it has heard of so much room. */
  public void awaitRoom(long bytes) {
    for (int replica = 0; replica < 2; replica++) {
      while (replica(replica)
              .getCapacity(GetCapacityRequest.getDefaultInstance())
              .getAvailableCapacity()
          != bytes) {
        Thread.onSpinWait();
      }
    }
  }

  /** A node that runs the driver. */
  public void addNode(String name) {
    client
        .resource(
            new CSINodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewDriver()
                .withName(Driver.NAME)
                .withNodeID(name)
                .endDriver()
                .endSpec()
                .build())
        .create();
  }

  /** What Kubernetes says of a node: whether its kubelet has been heard lately. */
  public void nodeIsReady(String name, boolean ready) {
    removeNode(name);
    client.resource(KubernetesNode.of(name, ready)).create();
  }

  /** Somebody takes a node out of the cluster. */
  public void removeNode(String name) {
    client.nodes().withName(name).delete();
  }

  public static VolumeCapability capability(Mode mode) {
    return VolumeCapability.newBuilder()
        .setMount(MountVolume.getDefaultInstance())
        .setAccessMode(AccessMode.newBuilder().setMode(mode))
        .build();
  }

  public static CreateVolumeRequest.Builder createRequest(String name, long bytes) {
    return CreateVolumeRequest.newBuilder()
        .setName(name)
        .addVolumeCapabilities(capability(Mode.SINGLE_NODE_WRITER))
        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(bytes).setLimitBytes(bytes));
  }

  public static DeleteVolumeRequest delete(String id) {
    return DeleteVolumeRequest.newBuilder().setVolumeId(id).build();
  }

  public static ControllerPublishVolumeRequest publish(String id, String node) {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(id)
        .setNodeId(node)
        .setVolumeCapability(capability(Mode.SINGLE_NODE_WRITER))
        .build();
  }

  public static ControllerUnpublishVolumeRequest unpublish(String id, String node) {
    return ControllerUnpublishVolumeRequest.newBuilder().setVolumeId(id).setNodeId(node).build();
  }

  public void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
