package dev.liteio.controller;

import static dev.liteio.controller.testing.Replicas.MIB;
import static dev.liteio.controller.testing.Replicas.createRequest;
import static dev.liteio.controller.testing.Replicas.delete;
import static dev.liteio.controller.testing.Replicas.persist;
import static dev.liteio.controller.testing.Replicas.publish;
import static dev.liteio.controller.testing.Replicas.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.CapacityRange;
import csi.v1.ControllerExpandVolumeRequest;
import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.publish.PublishVolume;
import dev.liteio.controller.testing.Replicas;
import dev.liteio.controller.volume.Legs;
import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.failure.DeadlineExpired;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.VolumeId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replica that is stopped between two steps goes on with what it read; others were there. */
@Timeout(180)
class StoppedReplicaIT {
  @TempDir Path folder;
  private Replicas replicas;
  private String id;

  @BeforeEach
  void start() throws Exception {
    replicas = new Replicas(folder);
    replicas.agents.addPool("pool-a", "storage", 100 * MIB, 100 * MIB);
    replicas.addNode("node-a");
    replicas.addNode("node-b");
    id = make();
  }

  private String make() throws Exception {
    replicas.awaitRoom(100 * MIB);
    var request = createRequest("v", 10 * MIB).build();
    return persist(() -> replicas.replica(0).createVolume(request)).getVolume().getVolumeId();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(replicas.api.hasGoneOn()).isTrue();
    replicas.stop();
  }

  private static void call(Callable<?> call) {
    try {
      persist(call);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private List<String> nodesLetIn() {
    return replicas.logicalVolumes.list().get(0).getSpec().hostsOrEmpty().stream()
        .map(AllowedHost::node)
        .toList();
  }

  @Test
  void aPublishThatWasOvertakenTouchesNoLaterAttachmentAndIsNotOk() {
    replicas.api.stopBeforeWriteTo(
        "attachments",
        () -> {
          call(() -> replicas.replica(0).controllerUnpublishVolume(unpublish(id, "node-a")));
          call(() -> replicas.replica(1).controllerPublishVolume(publish(id, "node-b")));
          replicas.attachments.edit(
              id,
              later -> {
                later.setSpec(later.getSpec().withLegs(List.of()));
                return later;
              });
        });
    assertThatThrownBy(() -> replicas.doomed().controllerPublishVolume(publish(id, "node-a")))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("unpublished meanwhile");
    Attachment later = replicas.attachments.get(id).orElseThrow();
    assertThat(later.getSpec().node()).isEqualTo("node-b");
    assertThat(later.getSpec().legsOrEmpty()).isEmpty();
    assertThat(nodesLetIn()).containsExactly("node-b");
  }

  /** An Unpublish that was answered meanwhile did not see it, and none comes again. */
  @Test
  void aPublishWhoseTimeIsOverWhenItsAttachmentIsThereTakesItBack() {
    TimeLimit limit = TimeLimit.after(Duration.ofSeconds(5));
    replicas.api.stopBeforeCreationOf("attachments", () -> awaitExpired(limit));
    try (KubernetesClient client = replicas.api.doomedClient()) {
      Cluster cluster = Cluster.of(client);
      Changes changes = new Changes(cluster.logicalVolumes()::get);
      var publish = new PublishVolume(cluster, changes, new Legs(cluster));
      var wanted =
          new PublishVolume.Wanted(
              new VolumeId(id),
              "node-a",
              Access.READ_WRITE,
              "SINGLE_NODE_WRITER",
              AccessType.MOUNT);
      assertThatThrownBy(() -> publish.publish(wanted, limit)).isInstanceOf(DeadlineExpired.class);
    }
    assertThat(replicas.attachments.list()).isEmpty();
    assertThat(nodesLetIn()).isEmpty();
  }

  private static void awaitExpired(TimeLimit limit) {
    while (!limit.expired()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anUnpublishThatWasOvertakenThrowsNobodyOutWhoCameLater() throws Exception {
    for (String node : List.of("node-a", "")) {
      persist(() -> replicas.replica(0).controllerPublishVolume(publish(id, "node-a")));
      replicas.api.stopBeforeWriteTo(
          "logicalvolumes",
          () -> {
            call(() -> replicas.replica(0).controllerUnpublishVolume(unpublish(id, node)));
            call(() -> replicas.replica(1).controllerPublishVolume(publish(id, "node-a")));
          });
      persist(() -> replicas.doomed().controllerUnpublishVolume(unpublish(id, node)));
      assertThat(replicas.attachments.get(id)).isPresent();
      assertThat(nodesLetIn()).as("unpublish from '%s'", node).containsExactly("node-a");
      persist(() -> replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a")));
    }
  }

  @Test
  void anExpansionThatWasOvertakenGrowsNoLaterVolume() {
    for (String written : List.of("volumes", "logicalvolumes")) {
      replicas.api.stopBeforeWriteTo(
          written,
          () -> {
            call(() -> replicas.replica(0).deleteVolume(delete(id)));
            call(this::make);
          });
      var larger =
          ControllerExpandVolumeRequest.newBuilder()
              .setVolumeId(id)
              .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(20 * MIB))
              .build();
      assertThatThrownBy(() -> replicas.doomed().controllerExpandVolume(larger))
          .as("stopped before it wrote %s", written)
          .isInstanceOf(StatusRuntimeException.class);
      assertThat(replicas.volumes.get(id).orElseThrow().getSpec().sizeBytes()).isEqualTo(10 * MIB);
      assertThat(replicas.logicalVolumes.list())
          .singleElement()
          .satisfies(leg -> assertThat(leg.getSpec().sizeBytes()).isEqualTo(10 * MIB));
    }
  }
}
