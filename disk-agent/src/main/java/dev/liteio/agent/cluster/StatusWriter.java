package dev.liteio.agent.cluster;

import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.EventRecorder;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.kubernetes.ObjectClient;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what changed, and nothing else. */
public final class StatusWriter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);
  private static final int AT_ONCE = 16;

  private final ObjectClient<LogicalVolume> volumes;
  private final ObjectClient<StoragePool> pools;
  private final Function<String, Optional<LogicalVolume>> known;
  private final EventRecorder events;
  private final Clock clock;
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Map<String, LogicalVolumeStatus> written = new ConcurrentHashMap<>();

  /**
   * A writer.
   *
   * @param known the object of a volume as it was last seen
   * @param events tell people what they should look at
   * @param clock for the dates of conditions
   */
  public StatusWriter(
      KubernetesClient client,
      Function<String, Optional<LogicalVolume>> known,
      EventRecorder events,
      Clock clock) {
    this.known = known;
    this.clock = clock;
    this.volumes = new ObjectClient<>(client, LogicalVolume.class);
    this.pools = new ObjectClient<>(client, StoragePool.class);
    this.events = events;
  }

  /** The statuses to write: by volume; null = the object may go. */
  public record Change(DesiredVolume volume, @Nullable LogicalVolumeStatus status) {}

  /**
   * Writes the statuses that differ from what the volumes have, several at once.
   *
   * @throws IllegalStateException when one could not be written; the others were
   */
  public void write(List<Change> changes) throws InterruptedException {
    List<Future<?>> running = new ArrayList<>();
    for (Change plain : changes) {
      Change change = withReadiness(plain);
      if (!isKnown(change)) {
        running.add(writers.submit(() -> inTurn(change)));
      }
    }
    Throwable failed = null;
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        failed = e.getCause();
      }
    }
    if (failed != null) {
      throw new IllegalStateException("a status could not be written: " + failed, failed);
    }
  }

  /**
   * The volume, with the status that was written last when the watch has not seen one yet that says
   * where it is: what was made once must be known as made, however far the watch is behind.
   */
  public DesiredVolume remembering(DesiredVolume volume) {
    LogicalVolumeStatus last = written.get(volume.uid());
    return last != null && last.device() != null && volume.deviceOrNull() == null
        ? volume.withStatus(last)
        : volume;
  }

  private Change withReadiness(Change change) {
    DesiredVolume volume = change.volume();
    LogicalVolumeStatus status = change.status();
    if (status == null) {
      return change;
    }
    LogicalVolumeStatus last = written.get(volume.uid());
    LogicalVolumeStatus before = last == null ? volume.status() : last;
    return new Change(
        volume, status.withReadiness(before == null ? null : before.conditions(), clock.instant()));
  }

  /** What was written last counts, the watch may be behind. */
  private boolean isKnown(Change change) {
    DesiredVolume volume = change.volume();
    LogicalVolumeStatus status = change.status();
    return status != null
        && status.equals(volume.status())
        && Objects.equals(written.getOrDefault(volume.uid(), status), status);
  }

  private void inTurn(Change change) {
    room.acquireUninterruptibly();
    try {
      if (change.status() == null) {
        letGo(change.volume());
      } else {
        write(change.volume(), change.status());
      }
    } finally {
      room.release();
    }
  }

  private void write(DesiredVolume volume, LogicalVolumeStatus status) {
    onTopOfWhatIsKnown(volume, status)
        .or(() -> onTopOfWhatIsThere(volume, status))
        .ifPresent(now -> tell(now, status));
    written.put(volume.uid(), status);
  }

  /** One request, when the watch is not behind. */
  private Optional<LogicalVolume> onTopOfWhatIsKnown(
      DesiredVolume volume, LogicalVolumeStatus status) {
    return known
        .apply(volume.name())
        .filter(seen -> isSame(seen, volume))
        .flatMap(seen -> {
          LogicalVolume changed = new LogicalVolume();
          changed.setMetadata(new ObjectMetaBuilder(seen.getMetadata()).build());
          changed.setSpec(seen.getSpec());
          changed.setStatus(status);
          return volumes.replaceStatus(changed);
        });
  }

  private Optional<LogicalVolume> onTopOfWhatIsThere(
      DesiredVolume volume, LogicalVolumeStatus status) {
    return volumes.editStatus(
        volume.name(),
        now -> {
          if (isSame(now, volume)) {
            now.setStatus(status);
          }
          return now;
        });
  }

  private static boolean isSame(LogicalVolume object, DesiredVolume volume) {
    return volume.uid().equals(object.getMetadata().getUid());
  }

  private void letGo(DesiredVolume volume) {
    UnaryOperator<LogicalVolume> released =
        now -> isSame(now, volume) ? Finalizers.without(now, Group.AGENT_FINALIZER) : now;
    known
        .apply(volume.name())
        .ifPresentOrElse(
            seen -> volumes.edit(seen, released), () -> volumes.edit(volume.name(), released));
    written.remove(volume.uid());
    log.info("event=volume-destroyed volume={} lvol={}", volume.name(), volume.spec().lvol());
  }

  private void tell(LogicalVolume about, LogicalVolumeStatus status) {
    LogicalVolumeReason reason = status.reason();
    String message = status.message();
    if (message == null) {
      return;
    }
    if (reason == LogicalVolumeReason.KEPT_WITHOUT_ORDER) {
      events.warning(about, "KeptWithoutOrder", message);
    } else if (reason == LogicalVolumeReason.DATA_MISSING) {
      events.warning(about, "DataMissing", message);
    } else if (reason == LogicalVolumeReason.CONFLICT) {
      events.warning(about, "Conflict", message);
    }
  }

  /** Writes the status of a pool when it differs. */
  public void write(StoragePool pool, StoragePoolStatus status) {
    if (status.equals(pool.getStatus())) {
      return;
    }
    String uid = pool.getMetadata().getUid();
    pools.editStatus(
        pool,
        now -> {
          if (Objects.equals(uid, now.getMetadata().getUid())) {
            now.setStatus(status);
          }
          return now;
        });
  }

  @Override
  public void close() {
    writers.close();
  }
}
