package dev.liteio.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.cli.Samples;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterFactsTest {

  private static Reading<Set<String>> addresses(
      Reading<List<StoragePool>> pools, Reading<List<LogicalVolume>> legs) {
    ClusterFacts nothing = ClusterFacts.unreachable("forbidden");
    return new ClusterFacts(
            nothing.api(),
            nothing.definitions(),
            nothing.driver(),
            nothing.storageClasses(),
            nothing.policies(),
            nothing.persistentVolumes(),
            nothing.nodes(),
            nothing.pods(),
            pools,
            nothing.volumes(),
            legs,
            nothing.attachments())
        .targetAddresses();
  }

  private static String told(Reading<Set<String>> addresses) {
    return addresses.fold(Set::toString, why -> why);
  }

  @Test
  void targetsAreFoundByTheirPoolsOrByTheVolumesOnThem() {
    Reading<List<StoragePool>> pools = Reading.of(List.of(Samples.pool("fast")));
    Reading<List<LogicalVolume>> legs = Reading.of(List.of(Samples.leg("pvc-1", "fast")));
    String byPools = told(addresses(pools, Reading.unreadable("forbidden")));
    assertThat(byPools).matches("\\[[0-9.]+]");
    assertThat(told(addresses(Reading.unreadable("forbidden"), legs))).isEqualTo(byPools);
    assertThat(told(addresses(Reading.unreadable("a"), Reading.unreadable("b")))).isEqualTo("a");
  }
}
