package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.Installation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody deletes our objects with kubectl: data and I/O survive, and an event says so. */
@InCluster
class DeletedByMistakeClusterIT {
  private static final List<String> KINDS =
      List.of("volumes", "logicalvolumes", "attachments", "storagepools");

  private Cluster cluster;
  private Installation installation;
  private KubernetesClient client;
  private User user;
  private SteadyWriter writer;

  @BeforeEach
  void write(Cluster shared) {
    installation = InstalledDriver.in(shared);
    cluster = shared;
    client = shared.control().client();
    user = new User(shared);
    user.apply(
        Manifests.storageClass("remote", "WaitForFirstConsumer", "Delete", "{locality: remote}"),
        Manifests.claim("precious", "32Mi", "remote"));
    writer = SteadyWriter.start(user, shared.nodeNamed("node-a"), "mistaken", "precious");
  }

  @AfterEach
  void cleanUp() {
    user.cleanUp();
  }

  @Test
  void objects_that_were_deleted_stay_in_force_and_say_so() {
    List<String> names = names();

    user.kubectl("delete", "volumes,logicalvolumes,attachments", "--all", "--wait=false");

    awaitAdvice();
    assertThat(names()).containsExactlyElementsOf(names);
    writer.awaitMore(10);
    moveAndCompare();
  }

  @Test
  void definitions_that_were_deleted_are_put_back_and_nothing_was_lost() {
    List<StoragePool> pools = client.resources(StoragePool.class).list().getItems();
    List<String> names = names();

    user.kubectl(
        Stream.concat(
                Stream.of("delete", "--wait=false", "crd"),
                KINDS.stream().map(kind -> kind + ".liteio.dev"))
            .toArray(String[]::new));
    awaitAdvice();
    writer.awaitMore(10);

    // what docs/troubleshooting.md tells to do
    for (String kind : KINDS) {
      user.attempt(
          "patch",
          "crd",
          kind + ".liteio.dev",
          "--type=merge",
          "-p",
          "{\"metadata\": {\"finalizers\": null}}");
    }
    writer.awaitMore(10);
    installation.install();
    pools.forEach(this::applyAgain);
    installation.awaitReady();

    assertThat(names()).containsExactlyElementsOf(names);
    writer.awaitMore(10);
    user.apply(
        Manifests.claim("later", "32Mi"), Manifests.pod("later", "later", "touch /data/file"));
    user.awaitSucceeded("later");
    moveAndCompare();
  }

  /** Of each object that is kept an event of its own says what to do. */
  private void awaitAdvice() {
    awaitAdvice(
        Volume.class,
        "it is kept and works on, and goes when its PersistentVolumeClaim is deleted; "
            + "there is nothing to do, and never remove the finalizer");
    awaitAdvice(
        LogicalVolume.class,
        "it is kept and served; delete the PersistentVolumeClaim, "
            + "or set spec.destroy to true if you mean it");
    awaitAdvice(
        Attachment.class,
        "the volume was not unpublished from node node-a: it stays in force, "
            + "and goes when the Pods that use the volume are gone; "
            + "there is nothing to do, and never remove the finalizer");
  }

  private void awaitAdvice(Class<? extends HasMetadata> kind, String advice) {
    List<? extends HasMetadata> kept = client.resources(kind).list().getItems();
    assertThat(kept).isNotEmpty();
    for (HasMetadata each : kept) {
      String name = each.getMetadata().getName();
      user.awaitEvent(HasMetadata.getKind(kind), name, "KeptWithoutOrder: ");
      user.awaitEvent(HasMetadata.getKind(kind), name, advice);
    }
  }

  private void applyAgain(StoragePool lost) {
    StoragePool pool = new StoragePool();
    pool.setMetadata(
        new ObjectMetaBuilder()
            .withName(lost.getMetadata().getName())
            .withLabels(lost.getMetadata().getLabels())
            .build());
    pool.setSpec(lost.getSpec());
    client.resource(pool).create();
  }

  private List<String> names() {
    return Stream.of(Volume.class, LogicalVolume.class, Attachment.class)
        .<HasMetadata>flatMap(kind -> client.resources(kind).list().getItems().stream())
        .map(each -> each.getMetadata().getName())
        .toList();
  }

  /** The Pod goes, and one on the other node finds everything. */
  private void moveAndCompare() {
    ClusterNode other = cluster.nodeNamed("node-b");
    user.delete("pod", writer.pod());
    long acknowledged = writer.acknowledged();
    user.apply(Manifests.podOn(other.name(), "reader", "precious", Manifests.STAYING));
    user.awaitRunning("reader");
    SteadyWriter.assertNothingIsLost(user.exec("reader", "cat /data/log"), acknowledged);
  }
}
