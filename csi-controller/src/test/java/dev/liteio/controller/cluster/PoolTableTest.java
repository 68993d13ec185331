package dev.liteio.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.controller.placement.Placement;
import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.request.Accessibility;
import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolTableTest {

  private static final long MIB = 1L << 20;
  private final PoolTable table = new PoolTable();

  @BeforeEach
  void aPoolForTwoNodes() {
    StoragePoolSpec all = StoragePoolSpec.of("storage", List.of(new PoolDevice("/dev/a")));
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName("pool").withGeneration(1L).build());
    pool.setSpec(
        new StoragePoolSpec(
            all.node(), all.engine(), all.devices(), null, null, null, 2, null, null));
    pool.setStatus(
        new StoragePoolStatus(
            1L,
            "target-1",
            100 * MIB,
            100 * MIB,
            100 * MIB,
            null,
            null,
            null,
            List.of(
                new ConditionBuilder()
                    .withType(StoragePoolStatus.READY)
                    .withStatus("True")
                    .build())));
    table.changed("pool", pool);
  }

  private void hear(String name, LogicalVolumeState state, String... nodes) {
    LogicalVolume volume = new LogicalVolume();
    volume.setMetadata(new ObjectMetaBuilder().withName(name).build());
    volume.setSpec(
        new LogicalVolumeSpec(
            name,
            0,
            "pool",
            "storage",
            "uuid",
            "lv-1",
            30 * MIB,
            false,
            0,
            Provision.CREATE,
            null,
            Stream.of(nodes).map(node -> new AllowedHost(name, "uid", node, "nqn")).toList()));
    volume.setStatus(
        new LogicalVolumeStatus(1L, "target-1", state, null, null, null, null, null, null, null));
    table.changed(name, "pool", volume);
  }

  private String placed(long bytes, String consumer) {
    Wish wish =
        Wish.of(
            bytes,
            StorageClassParameters.parse(Map.of()),
            new Accessibility(Set.of(), List.of(consumer)));
    return switch (table.place(wish)) {
      case Placement.Placed there -> there.pool().name();
      case Placement.Refused refused -> refused.explanation();
    };
  }

  @Test
  void whatIsNotMadeYetTakesRoomAlready() {
    hear("v", LogicalVolumeState.NOT_READY);
    assertThat(placed(71 * MIB, "n1")).isEqualTo("1 pool: 1 too full (pool with 70MiB)");
    assertThat(placed(70 * MIB, "n1")).isEqualTo("pool");
    // the agent's figures know of it, or nothing of it is left
    hear("v", LogicalVolumeState.FAILED);
    assertThat(placed(100 * MIB, "n1")).isEqualTo("pool");
    hear("v", LogicalVolumeState.NOT_READY);
    table.changed("v", "pool", null);
    assertThat(placed(100 * MIB, "n1")).isEqualTo("pool");
  }

  @Test
  void consumersAreCountedOnceAndThePoolsOwnNodeIsNone() {
    hear("v1", LogicalVolumeState.READY, "n1", "storage");
    hear("v2", LogicalVolumeState.READY, "n1");
    assertThat(placed(MIB, "n9")).isEqualTo("pool");
    hear("v3", LogicalVolumeState.READY, "n2");
    assertThat(placed(MIB, "n9")).isEqualTo("1 pool: 1 used by as many nodes as it may be (pool)");
    assertThat(placed(MIB, "storage")).isEqualTo("pool");
    hear("v3", LogicalVolumeState.READY);
    assertThat(placed(MIB, "n9")).isEqualTo("pool");
  }

  @Test
  void aNameThatIsUsedAgainOnAnotherPoolTakesNoRoomHere() {
    hear("v", LogicalVolumeState.NOT_READY);
    LogicalVolume successor = new LogicalVolume();
    successor.setMetadata(new ObjectMetaBuilder().withName("v").build());
    successor.setSpec(
        new LogicalVolumeSpec(
            "v",
            0,
            "other",
            "n2",
            "uuid",
            "lv-2",
            30 * MIB,
            false,
            0,
            Provision.CREATE,
            null,
            null));

    // that the first one went is heard of when the second one is there already
    table.changed("v", "pool", successor);

    assertThat(placed(100 * MIB, "n1")).isEqualTo("pool");
  }

  @Test
  void aPoolThatGoesIsForgotten() {
    table.changed("pool", null);
    assertThat(placed(MIB, "n1")).contains("there is no pool");
  }
}
