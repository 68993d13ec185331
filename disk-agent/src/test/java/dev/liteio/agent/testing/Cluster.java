package dev.liteio.agent.testing;

import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.NodeName;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The part of the controller and of the administrator, towards an agent. */
public final class Cluster {

  public static final NodeName NODE = new NodeName("node-1");
  public static final String POOL = "pool-1";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ObjectClient<StoragePool> pools;
  private final ObjectClient<LogicalVolume> volumes;
  private final KubernetesClient client;

  public Cluster(KubernetesClient client) {
    this.client = client;
    this.pools = new ObjectClient<>(client, StoragePool.class);
    this.volumes = new ObjectClient<>(client, LogicalVolume.class);
  }

  public void applyPool(long clusterBytes, Path... devices) {
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(POOL).withGeneration(1L).build());
    pool.setSpec(
        new StoragePoolSpec(
            NODE.value(),
            null,
            Arrays.stream(devices).map(path -> new PoolDevice(path.toString())).toList(),
            clusterBytes,
            null,
            null,
            null,
            null,
            null));
    pools.create(pool);
  }

  /** Creates the object of a volume that is to be made. */
  public LogicalVolume create(String name, long sizeBytes, boolean thin) {
    LogicalVolume volume = new LogicalVolume();
    volume.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withGeneration(1L)
            .addToLabels(NodeName.LABEL, NODE.label())
            .addToFinalizers(Group.AGENT_FINALIZER)
            .build());
    volume.setSpec(
        new LogicalVolumeSpec(
            name,
            0,
            POOL,
            NODE.value(),
            LegIdentity.mint().uuid().toString(),
            "lv-" + name,
            sizeBytes,
            thin,
            0,
            Provision.CREATE,
            null,
            null));
    return volumes.create(volume).orElseThrow();
  }

  /** Changes a spec as the API server would let it be changed: the generation goes up. */
  public LogicalVolume edit(String name, UnaryOperator<LogicalVolumeSpec> change) {
    return volumes
        .edit(
            name,
            now -> {
              LogicalVolumeSpec spec = change.apply(now.getSpec());
              if (!spec.equals(now.getSpec())) {
                now.setSpec(spec);
                now.getMetadata().setGeneration(now.getMetadata().getGeneration() + 1);
              }
              return now;
            })
        .orElseThrow();
  }

  public LogicalVolume allow(String name, String... hosts) {
    return edit(
        name,
        spec ->
            spec.withHosts(
                Arrays.stream(hosts)
                    .map(host -> new AllowedHost("at", "uid", NODE.value(), host))
                    .toList()));
  }

  public LogicalVolume volume(String name) {
    return volumes.get(name).orElseThrow();
  }

  public Optional<LogicalVolume> find(String name) {
    return volumes.get(name);
  }

  public List<LogicalVolume> volumes() {
    return volumes.list();
  }

  public StoragePool pool() {
    return pools.get(POOL).orElseThrow();
  }

  public void delete(String name) {
    volumes.delete(name);
  }

  public void deletePool() {
    pools.delete(POOL);
  }

  public List<String> eventReasons() {
    return client.v1().events().inAnyNamespace().list().getItems().stream()
        .map(event -> event.getReason())
        .toList();
  }

  /** Waits until the agent has answered this very spec, and says so. */
  public LogicalVolumeStatus awaitAnswer(String name, Predicate<LogicalVolumeStatus> answer) {
    return await(
        "volume " + name,
        () -> {
          LogicalVolume now = volume(name);
          LogicalVolumeStatus status = now.getStatus();
          boolean answered = status != null && status.isAbout(now.getMetadata().getGeneration());
          return answered && answer.test(status) ? status : null;
        },
        () -> String.valueOf(find(name).map(LogicalVolume::getStatus)));
  }

  public <T> T await(
      String what, java.util.function.Supplier<T> value, java.util.function.Supplier<String> seen) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T found = value.get();
      if (found != null && !Objects.equals(found, false)) {
        return found;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " did not come to be in time: " + seen.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
