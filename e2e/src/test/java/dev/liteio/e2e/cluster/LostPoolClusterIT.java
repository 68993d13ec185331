package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.Installation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is left to do when the disk of a volume never comes back, as docs/troubleshooting.md says.
 */
@InCluster
class LostPoolClusterIT {
  private static final String POOL = "sacrifice";
  private static final String STORAGE_NODE = "node-b";

  private Cluster cluster;
  private ClusterNode storage;
  private Installation installation;
  private User user;

  @BeforeEach
  void give_a_pool(Cluster shared) {
    installation = InstalledDriver.in(shared);
    cluster = shared;
    storage = shared.nodeNamed(STORAGE_NODE);
    user = new User(shared);
    installation.addPool(POOL, storage, 256);
    installation.awaitPool(POOL);
    user.kubectl("label", "storagepool", POOL, "doomed=yes");
  }

  @AfterEach
  void take_it_away() {
    user.delete("storagepool", POOL, "--ignore-not-found");
    user.delete("storageclass", "doomed", "--ignore-not-found");
    user.cleanUp();
  }

  @Test
  void a_pod_that_hangs_ends_and_its_claim_goes_once_the_pool_is_given_up() {
    user.apply(
        Manifests.storageClass(
            "doomed", "WaitForFirstConsumer", "Delete", "{poolSelector: doomed=yes}"),
        Manifests.claim("hanging", "64Mi", "doomed"),
        Manifests.podOn(
            "node-a",
            "hanging",
            "hanging",
            "while true; do date >> /data/file; sync; sleep 0.2; done"));
    user.awaitRunning("hanging");
    String volume = user.awaitBound("hanging");
    storage.powerOff();
    try {
      Await.until(
          "the target of " + volume + " is away",
          User.PATIENCE,
          () -> paths(volume).contains("connecting"),
          () -> paths(volume));

      user.kubectl(
          "patch", "storagepool", POOL, "--type=merge", "-p", "{\"spec\": {\"lost\": true}}");
      user.kubectl("delete", "pod", "hanging", "--wait=false");
      user.delete("volumeattachment", attachment(volume));
      user.kubectl("wait", "--for=delete", "pod/hanging", "--timeout=8m");
      user.delete("pvc", "hanging");
      user.kubectl("wait", "--for=delete", "pv/" + volume, "--timeout=8m");
      user.delete("storagepool", POOL);
    } finally {
      storage.powerOn();
    }
    cluster.awaitReady(STORAGE_NODE);
    installation.awaitReady();
  }

  private String paths(String volume) {
    return user.value("attachments.liteio.dev", volume, "{.status.paths}");
  }

  private String attachment(String volume) {
    return user.kubectl(
        "get",
        "volumeattachments",
        "-o",
        "jsonpath={.items[?(@.spec.source.persistentVolumeName==\"%s\")].metadata.name}"
            .formatted(volume));
  }
}
