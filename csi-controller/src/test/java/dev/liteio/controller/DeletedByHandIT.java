package dev.liteio.controller;

import static dev.liteio.controller.testing.Replicas.MIB;
import static dev.liteio.controller.testing.Replicas.createRequest;
import static dev.liteio.controller.testing.Replicas.delete;
import static dev.liteio.controller.testing.Replicas.persist;
import static dev.liteio.controller.testing.Replicas.publish;
import static dev.liteio.controller.testing.Replicas.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.controller.testing.Replicas;
import dev.liteio.crd.AllowedHost;
import dev.liteio.kubernetes.Finalizers;
import io.fabric8.kubernetes.api.model.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects that somebody deleted with kubectl: nothing changes, and an event says so. */
@Timeout(180)
class DeletedByHandIT {
  @TempDir Path folder;
  private Replicas replicas;
  private String id;

  @BeforeEach
  void start() throws Exception {
    replicas = new Replicas(folder);
    replicas.agents.addPool("pool-a", "storage", 100 * MIB, 100 * MIB);
    replicas.addNode("node-a");
    replicas.addNode("node-b");
    replicas.awaitRoom(100 * MIB);
    id =
        replicas
            .replica(0)
            .createVolume(createRequest("v", 10 * MIB).build())
            .getVolume()
            .getVolumeId();
  }

  @AfterEach
  void stop() throws Exception {
    replicas.stop();
  }

  private List<String> hosts() {
    return replicas.logicalVolumes.list().get(0).getSpec().hostsOrEmpty().stream()
        .map(AllowedHost::node)
        .toList();
  }

  private Event awaitEvent(String kind) {
    while (true) {
      for (Event event : replicas.client.v1().events().inNamespace("default").list().getItems()) {
        if (event.getInvolvedObject().getKind().equals(kind)) {
          return event;
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void a_volume_moves_from_node_to_node_and_goes_when_it_is_ordered() throws Exception {
    replicas.volumes.delete(id);
    assertThat(replicas.volumes.list()).allMatch(Finalizers::isBeingDeleted);

    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a"));
    replicas.replica(1).controllerPublishVolume(publish(id, "node-b"));
    assertThat(hosts()).containsExactly("node-b");
    assertThat(
            replicas
                .replica(0)
                .createVolume(createRequest("v", 10 * MIB).build())
                .getVolume()
                .getVolumeId())
        .isEqualTo(id);
    assertThat(awaitEvent("Volume").getMessage()).contains("is kept and works on");

    replicas.replica(0).controllerUnpublishVolume(unpublish(id, "node-b"));
    persist(() -> replicas.replica(1).deleteVolume(delete(id)));
    assertThat(replicas.volumes.list()).isEmpty();
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  @Test
  void a_logical_volume_is_let_into_as_before_and_goes_when_it_is_ordered() throws Exception {
    replicas.logicalVolumes.delete(replicas.logicalVolumes.list().get(0).getMetadata().getName());

    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    assertThat(hosts()).containsExactly("node-a");

    replicas.replica(0).controllerUnpublishVolume(unpublish(id, "node-a"));
    persist(() -> replicas.replica(1).deleteVolume(delete(id)));
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  @Test
  void an_attachment_stays_in_force_until_the_volume_is_unpublished() throws Exception {
    var context = replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.attachments.delete(id);

    assertThat(replicas.replica(1).controllerPublishVolume(publish(id, "node-a")))
        .isEqualTo(context);
    assertThat(hosts()).containsExactly("node-a");
    assertThat(awaitEvent("Attachment").getMessage()).contains("stays in force", "node-a");

    replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a"));
    assertThat(hosts()).isEmpty();
    assertThat(replicas.attachments.list()).isEmpty();
    replicas.replica(0).controllerPublishVolume(publish(id, "node-b"));
  }
}
