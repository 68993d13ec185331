package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user gets from a claim. */
@InCluster
class VolumeOfAUserClusterIT {
  @BeforeAll
  static void install(Cluster cluster) {
    InstalledDriver.in(cluster);
  }

  @Test
  void a_file_written_on_one_node_is_read_on_the_other_and_deleting_leaves_nothing(
      Cluster cluster) {
    UserClaims claims = UserClaims.of(cluster);
    UserPods pods = UserPods.of(cluster);
    claims.create("notes", "128Mi");

    pods.startWithVolume("writer", "node-a", "notes", "echo kept > /data/file && sync");
    pods.awaitSucceeded("writer");
    pods.delete("writer");
    pods.startWithVolume("reader", "node-b", "notes", "grep -x kept /data/file");
    pods.awaitSucceeded("reader");
    pods.delete("reader");

    assertThat(claims.get("notes").getStatus().getPhase()).isEqualTo("Bound");
    claims.delete("notes");
    KubernetesClient client = cluster.control().client();
    Await.until(
        "no object of the volume is left",
        Duration.ofMinutes(2),
        () ->
            client.resources(Volume.class).list().getItems().isEmpty()
                && client.resources(LogicalVolume.class).list().getItems().isEmpty()
                && client.resources(Attachment.class).list().getItems().isEmpty(),
        () -> "" + client.resources(LogicalVolume.class).list().getItems());
  }
}
