package dev.liteio.e2e.cluster;

import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The driver in a cluster, with a pool on each node. */
final class InstalledDriver {
  static final String STORAGE_CLASS = "liteio";

  private static final List<String> KINDS =
      List.of("storagepools", "volumes", "logicalvolumes", "attachments");
  private static final Duration READY = Duration.ofMinutes(10);
  private static final String DISK = "/var/lib/liteio/disk";

  private final Cluster cluster;
  private final KubernetesClient client;

  private InstalledDriver(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.control().client();
  }

  /** Installs it, unless an earlier class did; returns when both nodes can use volumes. */
  static InstalledDriver in(Cluster cluster) {
    InstalledDriver driver = new InstalledDriver(cluster);
    if (driver.client.storage().v1().csiDrivers().withName(Driver.NAME).get() == null) {
      driver.install();
    }
    driver.awaitReady();
    return driver;
  }

  private void install() {
    KINDS.forEach(kind -> apply("/META-INF/fabric8/%s.liteio.dev-v1.yml".formatted(kind)));
    apply("driver.yaml");
    Await.until(
        "the API server serves the kinds of the driver",
        READY,
        () -> client.raw("/apis/liteio.dev/v1alpha1/storagepools") != null,
        () -> "no such path");
    cluster.nodes().forEach(this::addPool);
    try {
      ControllerOnHost.start(cluster);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(String resource) {
    InputStream content = InstalledDriver.class.getResourceAsStream(resource);
    client.load(Objects.requireNonNull(content, resource)).serverSideApply();
  }

  private void addPool(ClusterNode node) {
    node.guest().sh("truncate -s 1G " + DISK);
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(node.name()).build());
    pool.setSpec(
        new StoragePoolSpec(
            node.name(), null, List.of(new PoolDevice(DISK)), null, null, null, null, null, null));
    client.resource(pool).create();
  }

  private void awaitReady() {
    for (ClusterNode node : cluster.nodes()) {
      String name = node.name();
      Await.until(
          "pool " + name + " is Ready", READY, () -> isReady(pool(name)), () -> "" + pool(name));
      Await.until(
          "the driver is registered on " + name,
          READY,
          () -> isRegistered(csiNode(name)),
          () -> "" + csiNode(name));
    }
  }

  private StoragePool pool(String name) {
    return client.resources(StoragePool.class).withName(name).get();
  }

  private static boolean isReady(StoragePool pool) {
    return pool != null
        && pool.getStatus() != null
        && pool.getStatus().conditions().stream()
            .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
  }

  private CSINode csiNode(String name) {
    return client.storage().v1().csiNodes().withName(name).get();
  }

  private static boolean isRegistered(CSINode node) {
    return node != null
        && node.getSpec().getDrivers() != null
        && node.getSpec().getDrivers().stream()
            .anyMatch(driver -> driver.getName().equals(Driver.NAME));
  }
}
