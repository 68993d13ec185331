package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the status of volumes at what the agents say of their legs. Every replica does; what one
 * has written, the others find written.
 */
public final class VolumeReporter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VolumeReporter.class);

  private final Cluster cluster;
  private final Function<String, Optional<Volume>> volumes;
  private final Function<String, Optional<LogicalVolume>> legs;
  private final Clock clock;
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("volume-reports").factory());

  /**
   * A reporter.
   *
   * @param volumes as the watch has heard of them
   * @param legs likewise; the API is asked only when something is to be written
   */
  public VolumeReporter(
      Cluster cluster,
      Function<String, Optional<Volume>> volumes,
      Function<String, Optional<LogicalVolume>> legs,
      Clock clock) {
    this.cluster = cluster;
    this.volumes = volumes;
    this.legs = legs;
    this.clock = clock;
  }

  /** A volume or its leg was heard of. */
  public void heard(String volume) {
    boolean behind =
        volumes
            .apply(volume)
            .filter(VolumeReporter::isAnnounced)
            .filter(this::isBehind)
            .isPresent();
    if (behind && waiting.add(volume)) {
      writer.execute(() -> write(volume));
    }
  }

  /** CreateVolume says it first; who orders the destruction says it last. */
  private static boolean isAnnounced(Volume volume) {
    return volume.getStatus() != null
        && volume.getStatus().phase() != null
        && volume.getSpec() != null
        && !volume.getSpec().destroyOrFalse()
        && Legs.chosen(volume, Legs.ONLY).isPresent();
  }

  private boolean isBehind(Volume volume) {
    return !VolumeReport.of(volume, leg(volume, legs), clock.instant()).equals(volume.getStatus());
  }

  private static @Nullable LogicalVolume leg(
      Volume volume, Function<String, Optional<LogicalVolume>> legs) {
    return Legs.chosen(volume, Legs.ONLY).flatMap(legs).orElse(null);
  }

  private void write(String name) {
    waiting.remove(name);
    Optional<Volume> heard = volumes.apply(name);
    if (heard.isEmpty()) {
      return;
    }
    Volume seen = heard.get();
    try {
      // what was heard of the leg may be older than what another replica has written already
      LogicalVolume leg = leg(seen, cluster.logicalVolumes()::get);
      var _ = cluster.volumes().editStatus(seen, now -> reported(now, seen, leg));
    } catch (KubernetesClientException e) {
      // whoever hears of it next says it
      LOG.warn("action=report volume={} error=\"{}\"", name, e.getMessage());
    }
  }

  private Volume reported(Volume now, Volume seen, @Nullable LogicalVolume leg) {
    if (Incarnation.isSame(now, seen) && isAnnounced(now)) {
      now.setStatus(VolumeReport.of(now, leg, clock.instant()));
    }
    return now;
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
