package dev.liteio.controller.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.controller.request.Accessibility;
import dev.liteio.controller.request.SizeRange;
import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacerTest {

  private static final long MIB = 1L << 20;

  private static PoolView pool(String name, String node, long free) {
    return pool(name, node, free, true, false, 0, Integer.MAX_VALUE);
  }

  private static PoolView pool(
      String name, String node, long free, boolean ready, boolean cordoned, int used, int most) {
    Map<String, String> labels = Map.of("disk", free % 2 == 0 ? "fast" : "slow", "every", "one");
    return new PoolView(
        name, node, node, labels, ready, cordoned, 1000 * MIB, free, free, 150, used, most);
  }

  private static Wish wish(long bytes, Accessibility from, String... parameters) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      given.put(parameters[i], parameters[i + 1]);
    }
    return Wish.of(bytes, StorageClassParameters.parse(given), from);
  }

  private static Accessibility from(String... nodes) {
    return new Accessibility(Set.of(nodes), List.of(nodes));
  }

  private static String placed(List<PoolView> pools, Wish wish) {
    return switch (Placer.place(pools, wish)) {
      case Placement.Placed there -> there.pool().name();
      case Placement.Refused refused -> refused.explanation();
    };
  }

  @Test
  void refusalsAreCountedByReason() {
    var pools =
        List.of(
            pool("a", "n1", MIB),
            pool("b", "n2", MIB),
            pool("c", "n3", 90 * MIB, true, true, 0, 9));
    assertThat(placed(pools, wish(9 * MIB, Accessibility.ANYWHERE)))
        .isEqualTo("3 pools: 2 too full (a with 1MiB, b with 1MiB), 1 cordoned (c)");
    assertThat(placed(List.of(), wish(MIB, Accessibility.ANYWHERE))).contains("no pool");
  }

  @Test
  void aNodeThatIsAwayGetsNothingHoweverMuchRoomItHas() {
    var pools = List.of(pool("a", "n1", 90 * MIB), pool("b", "n2", 9 * MIB));
    assertThat(placed(pools, away(wish(MIB, from("n1", "n2")), "n1"))).isEqualTo("b");
    assertThat(placed(pools, away(wish(20 * MIB, from("n1", "n2")), "n1")))
        .isEqualTo("2 pools: 1 on a node that is not Ready (a), 1 too full (b with 9MiB)");
  }

  private static Wish away(Wish wish, String... nodes) {
    return new Wish(
        wish.bytes(), wish.parameters(), wish.accessibility(), wish.avoid(), Set.of(nodes));
  }

  @Test
  void ofManyPoolsAFewAreNamed() {
    var pools = IntStream.rangeClosed(1, 9).mapToObj(i -> pool("p" + i, "n" + i, MIB)).toList();
    assertThat(placed(pools, wish(9 * MIB, Accessibility.ANYWHERE)))
        .isEqualTo(
            "9 pools: 9 too full (p1 with 1MiB, p2 with 1MiB, p3 with 1MiB, p4 with 1MiB, p5 with 1MiB, and 4 more)");
  }

  @Test
  void preferredIsLocalWhereThereIsRoomAndElsewhereWhereThereIsNot() {
    var pools = List.of(pool("a", "n1", 5 * MIB), pool("b", "n2", 900 * MIB));
    assertThat(placed(pools, wish(MIB, from("n2", "n1")))).isEqualTo("b");
    assertThat(placed(pools, wish(9 * MIB, from("n1", "n2")))).isEqualTo("b");
  }

  @Test
  void requiredIsLocalOrNothing() {
    var pools = List.of(pool("a", "n1", 5 * MIB), pool("b", "n2", 900 * MIB));
    assertThat(placed(pools, wish(9 * MIB, from("n1"), "locality", "required")))
        .isEqualTo("2 pools: 1 on the wrong node for this locality (b), 1 too full (a with 5MiB)");
  }

  @Test
  void remoteIsNeverTheConsumer() {
    var pools = List.of(pool("a", "n1", 5 * MIB), pool("b", "n2", 900 * MIB));
    assertThat(placed(pools, wish(MIB, from("n1"), "locality", "remote"))).isEqualTo("b");
  }

  @Test
  void fullPoolsAreFilledUpUnlessVolumesAreSpread() {
    var pools = List.of(pool("a", "n1", 100 * MIB), pool("b", "n2", 900 * MIB));
    assertThat(placed(pools, wish(MIB, Accessibility.ANYWHERE, "locality", "any"))).isEqualTo("a");
    assertThat(
            placed(pools, wish(MIB, Accessibility.ANYWHERE, "locality", "any", "spread", "true")))
        .isEqualTo("b");
  }

  @Test
  void aPoolIsUsedByNoMoreNodesThanItMay() {
    var pools = List.of(pool("a", "n1", 100 * MIB, true, false, 2, 2));
    assertThat(placed(pools, wish(MIB, from("n9"))))
        .isEqualTo("1 pool: 1 used by as many nodes as it may be (a)");
    assertThat(placed(pools, wish(MIB, from("n1")))).isEqualTo("a");
  }

  @Test
  void theFirstOfManyPreferredNodesIsTheBest() {
    List<String> nodes = IntStream.range(0, 500).mapToObj(i -> "n" + i).toList();
    var pools = List.of(pool("a", "n1", 100 * MIB), pool("b", "n0", 900 * MIB));
    assertThat(placed(pools, wish(MIB, new Accessibility(Set.copyOf(nodes), nodes))))
        .isEqualTo("b");
  }

  @Randomised
  void whatGetCapacityPromisesCreateVolumeKeeps() {
    Cases.usual()
        .run(random -> {
          List<PoolView> pools = randomPools(random, 8);
          String[] parameters = parameters(random);
          Accessibility from = random.nextInt(3) == 0 ? Accessibility.ANYWHERE : from("n1");
          long largest = Placer.capacity(pools, wish(0, from, parameters)).largest();
          if (largest > 0) {
            long asked = new SizeRange(largest, largest).choose().bytes();
            assertThat(Placer.place(pools, wish(asked, from, parameters)))
                .isInstanceOf(Placement.Placed.class);
          }
          long more = new SizeRange(largest + 1, Long.MAX_VALUE).choose().bytes();
          assertThat(Placer.place(pools, wish(more, from, parameters)))
              .isInstanceOf(Placement.Refused.class);
        });
  }

  @Randomised
  void theIndexAnswersWhatLookingAtEveryPoolAnswers() {
    Cases.usual()
        .run(random -> {
          PoolIndex index = new PoolIndex();
          Map<String, PoolView> pools = new HashMap<>();
          for (int round = 0; round < 3; round++) {
            change(random, index, pools);
            Wish wish = randomWish(random);
            assertThat(index.place(wish)).isEqualTo(Placer.place(pools.values(), wish));
          }
        });
  }

  /** Pools come, change and go. */
  private static void change(Random random, PoolIndex index, Map<String, PoolView> pools) {
    for (PoolView pool : randomPools(random, 20)) {
      index.put(pool);
      pools.put(pool.name(), pool);
    }
    for (int gone = random.nextInt(3); gone > 0; gone--) {
      String name = "p" + random.nextInt(20);
      index.remove(name);
      pools.remove(name);
    }
  }

  private static Wish randomWish(Random random) {
    List<String> nodes = new ArrayList<>(List.of("n0", "n1", "n2", "n3", "n4"));
    Collections.shuffle(nodes, random);
    Set<String> avoid = random.nextInt(3) == 0 ? Set.of("p0", "p1", "p2") : Set.of();
    Wish wish =
        wish(
            random.nextInt(4) == 0 ? 0 : random.nextLong(1500 * MIB),
            new Accessibility(
                Set.copyOf(nodes.subList(0, random.nextInt(4))),
                nodes.subList(0, random.nextInt(4))),
            parameters(random));
    Set<String> away = random.nextInt(3) == 0 ? Set.of("n1", "n3") : Set.of();
    return new Wish(wish.bytes(), wish.parameters(), wish.accessibility(), avoid, away);
  }

  private static String[] parameters(Random random) {
    return new String[] {
      "locality", List.of("any", "required", "remote", "preferred").get(random.nextInt(4)),
      "thin", String.valueOf(random.nextBoolean()),
      "spread", String.valueOf(random.nextBoolean()),
      "poolSelector", List.of("disk=fast", "disk=slow", "every=one").get(random.nextInt(3))
    };
  }

  private static List<PoolView> randomPools(Random random, int most) {
    List<PoolView> pools = new ArrayList<>();
    int count = random.nextInt(most);
    for (int i = 0; i < count; i++) {
      pools.add(
          pool(
              "p" + i,
              "n" + random.nextInt(4),
              random.nextInt(3) == 0 ? 500 * MIB : random.nextLong(1000 * MIB),
              random.nextInt(5) > 0,
              random.nextInt(5) == 0,
              random.nextInt(3),
              1 + random.nextInt(3)));
    }
    return pools;
  }
}
