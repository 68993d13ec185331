package dev.liteio.demo.cluster;

import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The driver in a cluster, as its chart installs it. */
public final class Installation {
  /** The release's name, which is also the namespace. */
  public static final String RELEASE = "liteio";

  // emulated nodes on a machine that is busy with other things
  private static final Duration READY = Duration.ofMinutes(20);
  private static final String FOLDER = "/var/lib/liteio/disks";

  private final Cluster cluster;
  private final KubernetesClient client;

  private Installation(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.control().client();
  }

  /** What is, or will be, installed in a cluster. */
  public static Installation in(Cluster cluster) {
    return new Installation(cluster);
  }

  /** True once the chart was installed. */
  public boolean isThere() {
    return client.storage().v1().csiDrivers().withName(Driver.NAME).get() != null;
  }

  /**
   * Installs the chart, or upgrades it to these values; returns when helm says all is rolled out.
   *
   * @param settings of helm's {@code --set-string} or {@code --set}, such as {@code
   *     --set=controller.replicas=1}
   */
  public void install(String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "upgrade",
                "--install",
                RELEASE,
                cluster.tools().chart().toString(),
                "--namespace=" + RELEASE,
                "--create-namespace",
                "--values=" + values(),
                "--wait",
                "--timeout=" + READY.toMinutes() + "m"));
    arguments.addAll(List.of(settings));
    cluster.helm().run(arguments.toArray(String[]::new));
  }

  /** Uninstalls the chart; returns when nothing of it runs. */
  public void uninstall() {
    cluster
        .helm()
        .run(
            "uninstall",
            RELEASE,
            "--namespace=" + RELEASE,
            "--wait",
            "--timeout=" + READY.toMinutes() + "m");
  }

  private Path values() {
    Path file = cluster.folder().resolve("values.yaml");
    try (InputStream content = Installation.class.getResourceAsStream("values.yaml")) {
      return Files.write(file, Objects.requireNonNull(content).readAllBytes());
    } catch (IOException e) {
      throw new ClusterException("cannot write " + file, e);
    }
  }

  /** Gives a node a pool of its name on a disk (a file) of that many MiB. */
  public void addPool(ClusterNode node, int mebibytes) {
    addPool(node.name(), node, mebibytes);
  }

  /** The same under another name. */
  public void addPool(String name, ClusterNode node, int mebibytes) {
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(name).build());
    pool.setSpec(StoragePoolSpec.of(node.name(), List.of(disk(node, name, mebibytes))));
    client.resource(pool).create();
  }

  /** Gives a pool of that node one more disk of that many MiB. */
  public void addDisk(String pool, ClusterNode node, int mebibytes) {
    PoolDevice disk = disk(node, pool + "-more", mebibytes);
    StoragePool _ =
        client
            .resources(StoragePool.class)
            .withName(pool)
            .edit(each -> {
              List<PoolDevice> devices = new ArrayList<>(each.getSpec().devices());
              devices.add(disk);
              each.setSpec(StoragePoolSpec.of(node.name(), devices));
              return each;
            });
  }

  private static PoolDevice disk(ClusterNode node, String name, int mebibytes) {
    String disk = FOLDER + "/" + name;
    node.guest().sh("mkdir -p %s && truncate -s %dM %s".formatted(FOLDER, mebibytes, disk));
    return new PoolDevice(disk);
  }

  /**
   * Waits until all controllers, agents and node plugins are ready, every node has the driver and
   * every pool is Ready.
   */
  public void awaitReady() {
    Await.until(
        "all controllers are ready",
        READY,
        () -> controllers().isReady(),
        () -> "" + controllers().get());
    Await.until(
        "all agents and node plugins are ready",
        READY,
        () -> daemonSets().stream().allMatch(Installation::isReady),
        () -> "" + daemonSets());
    for (ClusterNode node : cluster.nodes()) {
      Await.until(
          "the driver is registered on " + node.name(),
          READY,
          () -> isRegistered(csiNode(node.name())),
          () -> "" + csiNode(node.name()));
    }
    client.resources(StoragePool.class).list().getItems().stream()
        .map(pool -> pool.getMetadata().getName())
        .forEach(this::awaitPool);
  }

  private Resource<Deployment> controllers() {
    return client.apps().deployments().inNamespace(RELEASE).withName("liteio-controller");
  }

  private List<DaemonSet> daemonSets() {
    return client.apps().daemonSets().inNamespace(RELEASE).list().getItems();
  }

  // a node that boots again is registered all the while
  private static boolean isReady(DaemonSet set) {
    DaemonSetStatus status = set.getStatus();
    return Objects.equals(status.getObservedGeneration(), set.getMetadata().getGeneration())
        && Objects.equals(status.getUpdatedNumberScheduled(), status.getDesiredNumberScheduled())
        && Objects.equals(status.getNumberReady(), status.getDesiredNumberScheduled());
  }

  /** Waits until a pool is Ready. */
  public void awaitPool(String name) {
    Await.until(
        "pool " + name + " is Ready", READY, () -> isReady(pool(name)), () -> "" + pool(name));
  }

  private @Nullable StoragePool pool(String name) {
    return client.resources(StoragePool.class).withName(name).get();
  }

  private static boolean isReady(@Nullable StoragePool pool) {
    return pool != null
        && pool.getStatus() != null
        && pool.getStatus().conditions() != null
        && pool.getStatus().conditions().stream()
            .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
  }

  private @Nullable CSINode csiNode(String name) {
    return client.storage().v1().csiNodes().withName(name).get();
  }

  private static boolean isRegistered(@Nullable CSINode node) {
    return node != null
        && node.getSpec().getDrivers() != null
        && node.getSpec().getDrivers().stream()
            .anyMatch(driver -> driver.getName().equals(Driver.NAME));
  }
}
