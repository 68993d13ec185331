package dev.liteio.controller.testing;

import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Transport;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.kubernetes.ObjectWatch;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The agents of all nodes, as the controller sees them: they answer in the status of logical
 * volumes, admit what fits, and let go of what is to be destroyed.
 */
public final class SimulatedAgents implements AutoCloseable {

  private static final String END = "";

  private final KubernetesClient client;
  private final ObjectClient<StoragePool> pools;
  private final ObjectClient<LogicalVolume> volumes;
  private final ObjectWatch<LogicalVolume> watch;
  private final Map<String, Long> room = new ConcurrentHashMap<>();
  private final Map<String, Long> made = new ConcurrentHashMap<>();
  private final BlockingQueue<String> work = new LinkedBlockingQueue<>();
  private final Set<String> silentPools = ConcurrentHashMap.newKeySet();
  private volatile boolean silent;

  public SimulatedAgents(KubernetesClient client) {
    this.client = client;
    this.pools = new ObjectClient<>(client, StoragePool.class);
    this.volumes = new ObjectClient<>(client, LogicalVolume.class);
    this.watch =
        new ObjectWatch<>(
            client,
            LogicalVolume.class,
            Map.of(),
            volume -> work.add(volume.getMetadata().getName()));
    watch.start();
    Thread.ofPlatform().daemon().name("simulated-agents").start(this::run);
  }

  /** A pool that says it has {@code said} bytes and has {@code real}, on a node that is Ready. */
  public void addPool(String name, String node, long said, long real) {
    room.put(name, real);
    if (client.nodes().withName(node).get() == null) {
      client.resource(KubernetesNode.of(node, true)).create();
    }
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(name).withGeneration(1L).build());
    pool.setSpec(StoragePoolSpec.of(node, List.of(new PoolDevice("/dev/" + name))));
    pools.create(pool);
    pools.editStatus(
        name,
        p -> {
          p.setStatus(
              new StoragePoolStatus(
                  1L,
                  "target-1",
                  said,
                  said,
                  said,
                  null,
                  null,
                  null,
                  List.of(
                      new ConditionBuilder()
                          .withType(StoragePoolStatus.READY)
                          .withStatus("True")
                          .build())));
          return p;
        });
  }

  /** Says in the pool's spec that its node will never return. */
  public void lose(String pool) {
    edit(pool, null, true);
  }

  /** Says in the pool's spec that it takes no new volumes. */
  public void cordon(String pool) {
    edit(pool, true, null);
  }

  private void edit(String pool, @Nullable Boolean cordoned, @Nullable Boolean lost) {
    pools.edit(
        pool,
        p -> {
          StoragePoolSpec s = p.getSpec();
          p.setSpec(
              new StoragePoolSpec(
                  s.node(), s.engine(), s.devices(), null, null, null, null, cordoned, lost));
          return p;
        });
  }

  /** From now on the agent of that pool does not answer. */
  public void fallSilent(String pool) {
    silentPools.add(pool);
  }

  /** From now on nobody answers. */
  public void fallSilent() {
    silent = true;
  }

  /** From now on everything is answered again. */
  public void answer() {
    silent = false;
    silentPools.clear();
    volumes.list().forEach(volume -> work.add(volume.getMetadata().getName()));
  }

  /** Bytes that were taken of all pools. */
  public long bytesInUse() {
    return made.values().stream().mapToLong(Long::longValue).sum();
  }

  private void run() {
    try {
      for (String name = work.take(); !name.equals(END); name = work.take()) {
        if (!silent) {
          pass(name);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(String name) {
    try {
      volumes.get(name).ifPresent(this::reconcile);
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(SimulatedAgents.class).warn("action=pass name={}", name, e);
      work.add(name);
    }
  }

  private void reconcile(LogicalVolume volume) {
    if (silentPools.contains(volume.getSpec().pool())) {
      return;
    }
    String name = volume.getMetadata().getName();
    if (Finalizers.isBeingDeleted(volume) && volume.getSpec().destroyOrFalse()) {
      made.remove(volume.getSpec().lvol());
      volumes.edit(name, v -> Finalizers.without(v, Group.AGENT_FINALIZER));
      return;
    }
    LogicalVolumeStatus answer = answerTo(volume);
    LogicalVolumeStatus before = volume.getStatus();
    if (!Objects.equals(before, answer)) {
      volumes.editStatus(
          name,
          v -> {
            v.setStatus(answer);
            return v;
          });
    }
  }

  private LogicalVolumeStatus answerTo(LogicalVolume volume) {
    LogicalVolumeSpec spec = volume.getSpec();
    Long there = made.get(spec.lvol());
    if (there == null && spec.provision() == Provision.EXISTING) {
      return status(volume, LogicalVolumeState.LOST, LogicalVolumeReason.DATA_MISSING, null);
    }
    long more = spec.sizeBytes() - (there == null ? 0 : there);
    if (more > room.getOrDefault(spec.pool(), 0L) - used(spec.pool())) {
      return there == null
          ? status(volume, LogicalVolumeState.FAILED, LogicalVolumeReason.NO_SPACE, null)
          : status(volume, LogicalVolumeState.READY, LogicalVolumeReason.NO_SPACE, there);
    }
    if (!spec.destroyOrFalse()) {
      made.put(spec.lvol(), spec.sizeBytes());
    }
    return status(volume, LogicalVolumeState.READY, null, spec.sizeBytes());
  }

  private long used(String pool) {
    return volumes.list().stream()
        .filter(volume -> volume.getSpec().pool().equals(pool))
        .mapToLong(volume -> made.getOrDefault(volume.getSpec().lvol(), 0L))
        .sum();
  }

  private static LogicalVolumeStatus status(
      LogicalVolume volume, LogicalVolumeState state, LogicalVolumeReason reason, Long size) {
    return new LogicalVolumeStatus(
        volume.getMetadata().getGeneration(),
        "target-1",
        state,
        reason,
        reason == null ? null : "as simulated",
        null,
        size,
        volume.getSpec().hostsOrEmpty().stream().map(AllowedHost::hostNqn).toList(),
        List.of(new Endpoint(Transport.TCP, "127.0.0.1", 4420)),
        null);
  }

  @Override
  public void close() {
    watch.close();
    work.add(END);
  }
}
