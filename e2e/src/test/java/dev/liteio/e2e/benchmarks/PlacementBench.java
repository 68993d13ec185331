package dev.liteio.e2e.benchmarks;

import dev.liteio.controller.placement.Placer;
import dev.liteio.controller.placement.PoolIndex;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.request.Accessibility;
import dev.liteio.controller.request.StorageClassParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A placement decision, beside the same decision by looking at every pool, and beside one bare pass
 * over the same pools. The node that is preferred has a pool that is cordoned, so that every pool
 * is a candidate; the volume is so large that most of the fuller pools do not take it.
 */
class PlacementBench {

  private static final int ROUNDS = 31;

  @ParameterizedTest
  @ValueSource(ints = {10, 1000, 10_000})
  void aDecision(int pools) {
    List<PoolView> views = views(pools);
    PoolIndex index = new PoolIndex();
    views.forEach(index::put);
    Wish wish =
        Wish.of(
            2L << 40,
            StorageClassParameters.parse(Map.of("locality", "preferred")),
            new Accessibility(Set.of(), List.of("node-0")));
    int repeats = Math.max(20, 2_000_000 / pools);
    double decision = micros(repeats, () -> index.place(wish).hashCode());
    double whole = micros(Math.max(20, repeats / 10), () -> Placer.place(views, wish).hashCode());
    double floor = micros(repeats, () -> Long.hashCode(sum(views)));
    Figures.print(
        "placement pools=%d decision=%.2f us, by looking at every pool=%.2f us, bare pass=%.2f us, ratio=%.2f",
        pools, decision, whole, floor, decision / floor);
  }

  private static long sum(List<PoolView> views) {
    long sum = 0;
    for (PoolView view : views) {
      sum += view.largestFree();
    }
    return sum;
  }

  private interface Work {
    int run();
  }

  private static double micros(int repeats, Work work) {
    double[] samples = new double[ROUNDS];
    int sink = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        sink ^= work.run();
      }
      samples[round] = (System.nanoTime() - start) / 1000.0 / repeats;
    }
    if (sink == 42) {
      Figures.print("(never printed twice)");
    }
    return Figures.median(samples);
  }

  private static List<PoolView> views(int count) {
    Random random = new Random(count);
    List<PoolView> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long capacity = 4L << 40;
      long free = (long) (random.nextDouble() * capacity);
      views.add(
          new PoolView(
              "pool-" + i,
              "node-" + i,
              "node-" + i,
              Map.of("disk", "nvme"),
              true,
              i % 17 == 0,
              capacity,
              free,
              free,
              100,
              i % 5,
              Integer.MAX_VALUE));
    }
    return views;
  }
}
