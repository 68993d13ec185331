package dev.liteio.agent.engine;

import dev.liteio.agent.device.DeviceProbe;
import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.bdev.Bdev;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import dev.liteio.spdk.jsonrpc.SpdkReason;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.Lvol;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.spdk.lvol.Lvstore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Volumes as SPDK logical volumes, one lvstore on each device. */
public final class LvsEngine implements PoolEngine {

  private static final long MIB = 1L << 20;

  private final SpdkTarget target;
  private final LvsLoader loader;
  private final Map<String, ClearMethod> clearing = new ConcurrentHashMap<>();
  private final Map<LvolName, StoredVolume> erasing = new ConcurrentHashMap<>();

  /** The engine of one target. */
  public LvsEngine(SpdkTarget target, LvsLoader loader) {
    this.target = target;
    this.loader = loader;
  }

  @Override
  public CompletableFuture<PoolContents> list(PoolLayout pool) {
    CompletableFuture<List<Bdev>> bdevs = target.bdevs().list();
    CompletableFuture<List<Lvstore>> stores = target.lvols().stores();
    CompletableFuture<List<Lvol>> lvols = target.lvols().list();
    return CompletableFuture.allOf(bdevs, stores, lvols)
        .thenApply(all -> {
          learnClearing(bdevs.join(), stores.join());
          return withErasing(LvsContents.of(pool, bdevs.join(), stores.join(), lvols.join()));
        });
  }

  /**
   * A target stops listing a volume when it begins to delete it, and clears what it held for as
   * long as that takes: until it says that it is done, the volume is there.
   */
  private PoolContents withErasing(PoolContents listed) {
    erasing.keySet().removeIf(name -> !target.lvols().isHeldBack(name.store()));
    List<StoredVolume> volumes = new ArrayList<>(listed.volumes());
    for (StoredVolume volume : erasing.values()) {
      if (volumes.stream().noneMatch(each -> nameOf(each).equals(nameOf(volume)))) {
        volumes.add(volume);
      }
    }
    return new PoolContents(listed.devices(), volumes);
  }

  private static LvolName nameOf(StoredVolume volume) {
    return new LvolName(volume.store(), volume.name());
  }

  @Override
  public LoadReport load(PoolLayout pool, PoolContents seen) {
    List<String> missing =
        seen.devices().stream()
            .filter(device -> !device.isReady())
            .map(DeviceContents::path)
            .toList();
    return missing.isEmpty() ? LoadReport.CLEAN : loader.load(pool, missing);
  }

  @Override
  public boolean isHeldElsewhere(String pool, String path) {
    return loader.isHeldElsewhere(StoreName.of(pool, path));
  }

  @Override
  public CompletableFuture<Void> create(String store, String name, long sizeBytes, boolean thin) {
    ClearMethod clear = clearing.getOrDefault(store, ClearMethod.WRITE_ZEROES);
    return target
        .lvols()
        .create(new CreateLvol(new LvolName(store, name), mib(sizeBytes), thin, clear))
        .thenApply(uuid -> null);
  }

  @Override
  public CompletableFuture<Void> grow(StoredVolume volume, long sizeBytes) {
    if (sizeBytes <= volume.sizeBytes()) {
      return CompletableFuture.completedFuture(null);
    }
    return target.lvols().resize(nameOf(volume), mib(sizeBytes));
  }

  @Override
  public CompletableFuture<Void> delete(StoredVolume volume) {
    LvolName name = nameOf(volume);
    return target
        .lvols()
        .delete(name)
        .exceptionally(LvsEngine::doneWhenThereIsNone)
        .whenComplete((done, failure) -> {
          if (failure == null) {
            erasing.remove(name);
          } else if (isOverdue(failure)) {
            erasing.put(name, volume);
          }
        });
  }

  private static boolean isOverdue(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof JsonRpcException.Timeout timeout && timeout.outcomeUnknown();
  }

  private void learnClearing(List<Bdev> bdevs, List<Lvstore> stores) {
    for (Lvstore store : stores) {
      bdevs.stream()
          .filter(bdev -> bdev.name().equals(store.baseBdev()))
          .findFirst()
          .ifPresent(base -> clearing.put(store.name(), clearMethodOn(base)));
    }
  }

  /**
   * How clusters are cleared on this base device. Files punch holes, which read as zeroes. A block
   * device promises nothing when it discards, so there zeroes are written.
   */
  static ClearMethod clearMethodOn(Bdev base) {
    Optional<Path> file = LvsContents.fileOf(base);
    boolean punches = file.isPresent() && DeviceProbe.isFile(file.get()) && base.supports("unmap");
    return punches ? ClearMethod.UNMAP : ClearMethod.WRITE_ZEROES;
  }

  private static long mib(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, MIB));
  }

  private static Void doneWhenThereIsNone(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof JsonRpcException.Remote remote
        && remote.reason() == SpdkReason.NOT_FOUND) {
      return null;
    }
    throw new CompletionException(cause);
  }
}
