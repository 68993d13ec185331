package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.StoragePool;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.Installation;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims that are too large, and what Kubernetes is told about room. */
@InCluster
class PendingClaimClusterIT {
  private static final long MIB = 1L << 20;

  private Installation installation;
  private KubernetesClient client;
  private User user;
  private ClusterNode a;

  @BeforeEach
  void install(Cluster shared) {
    installation = InstalledDriver.in(shared);
    client = shared.control().client();
    user = new User(shared);
    a = shared.nodeNamed("node-a");
  }

  @AfterEach
  void cleanUp() {
    user.cleanUp();
  }

  @Test
  void a_claim_that_fits_nowhere_says_why_of_each_pool_and_is_bound_when_a_pool_grows() {
    installation.addPool("growing", a, 128);
    installation.awaitPool("growing");
    try {
      user.apply(
          Manifests.storageClass("eager", "Immediate", "Delete", "{}"),
          Manifests.claim("large", "1280Mi", "eager"));
      for (String pool : List.of("node-a", "node-b", "growing")) {
        user.awaitEvent("large", pool + " with ");
      }
      assertThat(user.value("pvc", "large", "{.status.phase}")).isEqualTo("Pending");

      installation.addDisk("growing", a, 1536);

      user.awaitBound("large");
      user.apply(Manifests.pod("late", "large", "touch /data/file"));
      user.awaitSucceeded("late");
      user.cleanUp();
    } finally {
      client.resources(StoragePool.class).withName("growing").delete();
    }
  }

  @Test
  void what_kubernetes_is_told_about_room_is_what_a_claim_gets() {
    long room = awaitRoom("liteio-local", a.name());

    user.apply(
        Manifests.claim("exact", room / MIB + "Mi", "liteio-local"),
        Manifests.podOn(a.name(), "exact", "exact", "touch /data/file"));
    user.awaitSucceeded("exact");

    user.apply(
        Manifests.claim("more", "64Mi", "liteio-local"),
        Manifests.podOn(a.name(), "more", "more", "touch /data/file"));
    user.awaitEvent("more", "did not have enough free storage");

    user.delete("pod", "exact");
    user.delete("pvc", "exact");
    user.awaitSucceeded("more");
  }

  /**
   * The largest volume that is said to fit on a node, once it is the largest that does: what is
   * said may be old, about volumes and pools of another test.
   */
  private long awaitRoom(String storageClass, String node) {
    Await.until(
        "a capacity of class %s on %s is published, and true".formatted(storageClass, node),
        User.PATIENCE,
        () -> largestFree(node) > 0 && room(storageClass, node) == largestFree(node),
        () -> user.kubectl("get", "pools,csistoragecapacities", "-A", "-o", "yaml"));
    return room(storageClass, node);
  }

  private long largestFree(String node) {
    return client.resources(StoragePool.class).list().getItems().stream()
        .filter(each -> each.getSpec().node().equals(node) && each.getStatus() != null)
        .map(each -> each.getStatus().largestFreeBytes())
        .filter(Objects::nonNull)
        .max(Long::compare)
        .orElse(0L);
  }

  private long room(String storageClass, String node) {
    List<CSIStorageCapacity> all =
        client.storage().v1().csiStorageCapacities().inAnyNamespace().list().getItems();
    return all.stream()
        .filter(each -> each.getStorageClassName().equals(storageClass))
        .filter(each -> each.getNodeTopology().getMatchLabels().containsValue(node))
        .filter(each -> each.getMaximumVolumeSize() != null)
        .map(each -> Quantity.getAmountInBytes(each.getMaximumVolumeSize()).longValueExact())
        .findFirst()
        .orElse(0L);
  }
}
