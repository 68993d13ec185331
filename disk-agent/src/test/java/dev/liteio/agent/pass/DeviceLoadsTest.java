package dev.liteio.agent.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.LoadReport;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.PoolEngine;
import dev.liteio.agent.engine.PoolLayout;
import dev.liteio.agent.engine.StoredVolume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices of which one takes as long as it takes. */
@Timeout(30)
class DeviceLoadsTest {
  private static final String QUICK = "/dev/quick";
  private static final String SLOW = "/dev/slow";
  private static final PoolLayout POOL = new PoolLayout("pool-1", List.of(QUICK, SLOW), 4 << 20);

  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final List<String> begun = new ArrayList<>();
  private final Map<String, CompletableFuture<LoadReport>> loads =
      Map.of(QUICK, new CompletableFuture<>(), SLOW, new CompletableFuture<>());
  private final DeviceLoads under = new DeviceLoads(new Engine(), Duration.ofMillis(200));

  private static DeviceContents missing(String path) {
    return DeviceContents.unavailable(path, "store", "it is not loaded yet");
  }

  private static final PoolContents BOTH_MISSING =
      new PoolContents(List.of(missing(QUICK), missing(SLOW)), List.of());

  @Test
  void a_device_that_takes_long_keeps_no_other_waiting() {
    loads.get(QUICK).complete(LoadReport.CLEAN);

    LoadReport report = under.bringUp(POOL, BOTH_MISSING, true);

    assertThat(report.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo(SLOW);
          assertThat(problem.message()).contains("being taken into use");
        });
  }

  @Test
  void what_is_under_way_is_not_begun_again_and_its_end_is_heard_of() {
    loads.get(QUICK).complete(LoadReport.CLEAN);
    LoadReport first = under.bringUp(POOL, BOTH_MISSING, true);
    assertThat(first.problems()).hasSize(1);
    PoolContents slowIsMissing = new PoolContents(List.of(missing(SLOW)), List.of());
    LoadReport second = under.bringUp(POOL, slowIsMissing, true);
    assertThat(second.problems()).hasSize(1);

    loads.get(SLOW).complete(LoadReport.CLEAN);

    while (!under.bringUp(POOL, slowIsMissing, false).problems().isEmpty()) {
      Thread.onSpinWait(); // the load ends on a thread of its own
    }
    assertThat(begun).containsExactlyInAnyOrder(QUICK, SLOW);
  }

  @Test
  void what_was_refused_is_tried_again_when_asked_for_only() {
    LoadReport refused = new LoadReport(List.of(missing(QUICK)), false);
    loads.get(QUICK).complete(refused);
    loads.get(SLOW).complete(LoadReport.CLEAN);

    for (boolean again : new boolean[] {true, false, false, true}) {
      assertThat(under.bringUp(POOL, BOTH_MISSING, again).problems()).hasSize(1);
    }

    assertThat(begun).filteredOn(QUICK::equals).hasSize(2);
  }

  @Test
  void a_device_that_another_process_may_hold_is_said_to_be_so_while_it_is_under_way() {
    loads.get(QUICK).complete(LoadReport.CLEAN);
    held.add(SLOW);

    assertThat(under.bringUp(POOL, BOTH_MISSING, true).heldElsewhere()).isTrue();
  }

  private final class Engine implements PoolEngine {
    @Override
    public LoadReport load(PoolLayout pool, PoolContents seen) {
      String path = seen.devices().getFirst().path();
      synchronized (begun) {
        begun.add(path);
      }
      return loads.get(path).join();
    }

    @Override
    public boolean isHeldElsewhere(String pool, String path) {
      return held.contains(path);
    }

    @Override
    public CompletableFuture<PoolContents> list(PoolLayout pool) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> create(String store, String name, long size, boolean thin) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> grow(StoredVolume volume, long sizeBytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> delete(StoredVolume volume) {
      throw new UnsupportedOperationException();
    }
  }
}
