package dev.liteio.agent.cluster;

import dev.liteio.agent.plan.DesiredPool;
import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.kubernetes.ObjectWatch;
import dev.liteio.volume.NodeName;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What the API server wants of this node: its pools and the logical volumes on them. */
public final class Wishes implements AutoCloseable {

  private final NodeName node;
  private final News news = new News();
  private final ObjectWatch<StoragePool> pools;
  private final ObjectWatch<LogicalVolume> volumes;
  private final ObjectClient<LogicalVolume> writes;

  /** Watches the wishes for a node; {@code changed} gets the name of a pool to look at. */
  public Wishes(KubernetesClient client, NodeName node, Consumer<String> changed) {
    this.node = node;
    this.writes = new ObjectClient<>(client, LogicalVolume.class);
    // people apply pools, and they set no label for us
    this.pools =
        new ObjectWatch<>(
            client,
            StoragePool.class,
            Map.of(),
            pool -> {
              if (isOurs(pool) && news.isNews(pool, pools().get(pool.getMetadata().getName()))) {
                changed.accept(pool.getMetadata().getName());
              }
            });
    this.volumes =
        new ObjectWatch<>(
            client,
            LogicalVolume.class,
            Map.of(NodeName.LABEL, node.label()),
            volume -> {
              if (isOurs(volume)
                  && news.isNews(volume, volumes().get(volume.getMetadata().getName()))) {
                changed.accept(volume.getSpec().pool());
              }
            });
  }

  /** Begins with one consistent list of each kind. */
  public void start() {
    pools.startInBackground();
    volumes.startInBackground();
  }

  /** Whether both lists are complete; before that nothing is known, and nothing may be done. */
  public boolean isComplete() {
    return pools.isSynced() && volumes.isSynced();
  }

  /** The names of all pools there is something to do for. */
  public Set<String> poolNames() {
    Set<String> names = new TreeSet<>();
    pools.list().stream()
        .filter(this::isOurs)
        .forEach(pool -> names.add(pool.getMetadata().getName()));
    volumes.list().stream()
        .filter(this::isOurs)
        .forEach(volume -> names.add(volume.getSpec().pool()));
    return names;
  }

  /** The StoragePool of this node with this name. */
  public Optional<StoragePool> pool(String name) {
    return pools.get(name).filter(this::isOurs);
  }

  /** The object of a logical volume as it was last seen. */
  public Optional<LogicalVolume> volume(String name) {
    return volumes.get(name).filter(this::isOurs);
  }

  /**
   * All that is wanted of a pool. Our finalizer is on every volume before anything real is made for
   * it, so that no object goes while something of it is left.
   */
  public DesiredPool desired(String name) {
    List<DesiredVolume> wanted = new ArrayList<>();
    for (LogicalVolume volume : volumes.list()) {
      if (isOurs(volume) && name.equals(volume.getSpec().pool())) {
        held(volume).map(DesiredVolume::of).ifPresent(wanted::add);
      }
    }
    return new DesiredPool(name, pool(name).map(StoragePool::getSpec).orElse(null), wanted);
  }

  private Optional<LogicalVolume> held(LogicalVolume volume) {
    if (Finalizers.has(volume, Group.AGENT_FINALIZER) || Finalizers.isBeingDeleted(volume)) {
      return Optional.of(volume);
    }
    String uid = volume.getMetadata().getUid();
    return writes
        .edit(
            volume.getMetadata().getName(),
            now ->
                Finalizers.isBeingDeleted(now) || !uid.equals(now.getMetadata().getUid())
                    ? now
                    : Finalizers.with(now, Group.AGENT_FINALIZER))
        .filter(now -> uid.equals(now.getMetadata().getUid()));
  }

  private ObjectWatch<StoragePool> pools() {
    return pools;
  }

  private ObjectWatch<LogicalVolume> volumes() {
    return volumes;
  }

  private boolean isOurs(StoragePool pool) {
    return pool.getSpec() != null && node.value().equals(pool.getSpec().node());
  }

  private boolean isOurs(LogicalVolume volume) {
    return volume.getSpec() != null && node.value().equals(volume.getSpec().node());
  }

  @Override
  public void close() {
    volumes.close();
    pools.close();
  }
}
