package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.CLUSTER;
import static dev.liteio.agent.plan.Samples.GIB;
import static dev.liteio.agent.plan.Samples.MIB;
import static dev.liteio.agent.plan.Samples.device;
import static dev.liteio.agent.plan.Samples.poolSpec;
import static dev.liteio.agent.plan.Samples.store;
import static dev.liteio.agent.plan.Samples.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  @Test
  void thickVolumesTakeWholeClusters() {
    Admission admission = admission(100, 0, 2 * CLUSTER, 2 * CLUSTER);

    assertThat(admission.place(MIB, false)).isPresent();
    assertThat(admission.freeBytes()).isEqualTo(CLUSTER);
    assertThat(admission.place(CLUSTER + 1, false)).isEmpty();
    assertThat(admission.place(CLUSTER, false)).isPresent();
  }

  @Test
  void thinVolumesCountDividedByTheOvercommit() {
    Admission admission = admission(400, 0, GIB, GIB);

    assertThat(admission.place(4 * GIB, true)).isPresent();
    assertThat(admission.freeBytes()).isZero();
    assertThat(admission.place(CLUSTER, true)).isEmpty();
  }

  @Test
  void whatThinVolumesHaveWrittenIsTakenInFact() {
    StoredVolume written = new StoredVolume(store("/dev/a"), "lv-t", "b", GIB, true, GIB - CLUSTER);
    Admission admission =
        Admission.of(
            poolSpec(1000, 0, "/dev/a"),
            new PoolContents(List.of(device("/dev/a", GIB, CLUSTER)), List.of(written)));

    assertThat(admission.freeBytes()).isEqualTo(CLUSTER);
  }

  @Test
  void thePoolKeepsItsReserveWhateverIsAsked() {
    Admission admission = admission(100, GIB, 3 * GIB, 3 * GIB);

    assertThat(admission.largestFreeBytes()).isEqualTo(2 * GIB);
    assertThat(admission.place(2 * GIB + CLUSTER, false)).isEmpty();
    assertThat(admission.place(2 * GIB, false)).isPresent();
    assertThat(admission.place(CLUSTER, true)).isEmpty();
  }

  @Test
  void volumesThatNobodyWantsTakeRoomToo() {
    Admission admission =
        Admission.of(
            poolSpec(100, 0, "/dev/a"),
            new PoolContents(
                List.of(device("/dev/a", 2 * GIB, GIB)), List.of(stored("x", "/dev/a", GIB))));

    assertThat(admission.freeBytes()).isEqualTo(GIB);
  }

  @Test
  void aVolumeLiesOnOneDevice() {
    Admission admission =
        Admission.of(
            poolSpec(100, 0, "/dev/a", "/dev/b"),
            new PoolContents(
                List.of(device("/dev/a", GIB, GIB), device("/dev/b", 2 * GIB, 2 * GIB)),
                List.of()));

    assertThat(admission.freeBytes()).isEqualTo(3 * GIB);
    assertThat(admission.largestFreeBytes()).isEqualTo(2 * GIB);
    assertThat(admission.place(3 * GIB, false)).isEmpty();
  }

  @Test
  void growthTakesOnlyTheDifference() {
    StoredVolume there = stored("v", "/dev/a", GIB);
    Admission admission =
        Admission.of(
            poolSpec(100, 0, "/dev/a"),
            new PoolContents(List.of(device("/dev/a", 2 * GIB, GIB)), List.of(there)));

    assertThat(admission.grow(there, 2 * GIB)).isTrue();
    assertThat(admission.freeBytes()).isZero();
    assertThat(admission.grow(there, 3 * GIB)).isFalse();
  }

  private static Admission admission(int overcommit, long reserved, long capacity, long free) {
    return Admission.of(
        poolSpec(overcommit, reserved, "/dev/a"),
        new PoolContents(List.of(device("/dev/a", capacity, free)), List.of()));
  }
}
