package dev.liteio.agent.pass;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.LoadReport;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.PoolEngine;
import dev.liteio.agent.engine.PoolLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Takes the devices of a pool into use, beside the passes over it: clearing a large one takes
 * hours, and what lies on the others must be served meanwhile.
 */
final class DeviceLoads {
  private final PoolEngine engine;
  private final Duration patience;
  private final Map<String, CompletableFuture<LoadReport>> begun = new TreeMap<>();

  /**
   * Loads with that engine.
   *
   * @param patience how long a pass waits for what it has begun, which is enough for most
   */
  DeviceLoads(PoolEngine engine, Duration patience) {
    this.engine = engine;
    this.patience = patience;
  }

  /**
   * Begins what is missing and is not under way, and says how far it is.
   *
   * @param again whether devices that were refused are tried again
   */
  LoadReport bringUp(PoolLayout layout, PoolContents seen, boolean again) {
    List<DeviceContents> missing =
        seen.devices().stream().filter(device -> !device.isReady()).toList();
    Set<String> paths = missing.stream().map(DeviceContents::path).collect(Collectors.toSet());
    begun
        .entrySet()
        .removeIf(load -> load.getValue().isDone() && (again || !paths.contains(load.getKey())));
    List<CompletableFuture<LoadReport>> fresh = new ArrayList<>();
    for (DeviceContents device : missing) {
      if (!begun.containsKey(device.path())) {
        CompletableFuture<LoadReport> load = begin(layout, device);
        begun.put(device.path(), load);
        fresh.add(load);
      }
    }
    awaitPatiently(fresh);
    return report(layout, missing);
  }

  private CompletableFuture<LoadReport> begin(PoolLayout layout, DeviceContents device) {
    PoolContents alone = new PoolContents(List.of(device), List.of());
    return CompletableFuture.supplyAsync(
        () -> engine.load(layout, alone), Thread::startVirtualThread);
  }

  private void awaitPatiently(List<CompletableFuture<LoadReport>> loads) {
    var _ =
        CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new))
            .handle((done, failure) -> true)
            .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }

  private LoadReport report(PoolLayout layout, List<DeviceContents> missing) {
    List<DeviceContents> problems = new ArrayList<>();
    boolean held = false;
    for (DeviceContents device : missing) {
      CompletableFuture<LoadReport> load = begun.get(device.path());
      if (load != null && load.isDone()) {
        LoadReport done = join(load, device);
        problems.addAll(done.problems());
        held |= done.heldElsewhere();
      } else {
        problems.add(underWay(device));
        held |= engine.isHeldElsewhere(layout.pool(), device.path());
      }
    }
    return new LoadReport(problems, held);
  }

  private static LoadReport join(CompletableFuture<LoadReport> load, DeviceContents device) {
    try {
      return load.join();
    } catch (CompletionException e) {
      DeviceContents failed =
          DeviceContents.unavailable(
              device.path(), device.store(), "it could not be loaded: " + e.getCause());
      return new LoadReport(List.of(failed), false);
    }
  }

  private static DeviceContents underWay(DeviceContents device) {
    return DeviceContents.unavailable(
        device.path(),
        device.store(),
        "it is being taken into use: a new one is cleared first, which takes as long as writing it once");
  }
}
