package dev.liteio.controller;

import static dev.liteio.controller.testing.Replicas.MIB;
import static dev.liteio.controller.testing.Replicas.createRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.controller.testing.Replicas;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people read of a volume is what its agent says of the leg, whenever it says it. */
@Timeout(120)
class VolumeReportIT {
  @TempDir Path folder;
  private Replicas replicas;
  private String id;

  @BeforeEach
  void start() throws Exception {
    replicas = new Replicas(folder);
    replicas.agents.addPool("pool-a", "storage", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    id =
        replicas
            .replica(0)
            .createVolume(createRequest("v", 10 * MIB).build())
            .getVolume()
            .getVolumeId();
    replicas.agents.fallSilent();
  }

  @AfterEach
  void stop() throws Exception {
    replicas.stop();
  }

  private VolumeStatus status() {
    return replicas.volumes.get(id).map(Volume::getStatus).orElseThrow();
  }

  private VolumeStatus await(Predicate<VolumeStatus> expected) {
    VolumeStatus seen = status();
    for (int i = 0; !expected.test(seen); i++) {
      touch(i);
      seen = status();
    }
    return seen;
  }

  /** The API in memory tells a watch nothing of what came between its list and its beginning. */
  private void touch(int count) {
    replicas.volumes.edit(
        id,
        volume -> {
          Map<String, String> annotations = new TreeMap<>(volume.getMetadata().getAnnotations());
          annotations.put("touched", String.valueOf(count));
          volume.getMetadata().setAnnotations(annotations);
          return volume;
        });
  }

  private static Condition ready(VolumeStatus status) {
    return Conditions.find(status.conditions(), Conditions.READY).orElseThrow();
  }

  /** Some agent writes that of the leg; the simulated one is silent. */
  private void legIs(
      LogicalVolumeState state, @Nullable LogicalVolumeReason reason, @Nullable String message) {
    String leg = replicas.logicalVolumes.list().getFirst().getMetadata().getName();
    replicas.logicalVolumes.editStatus(
        leg,
        now -> {
          LogicalVolumeStatus s = now.getStatus();
          now.setStatus(
              new LogicalVolumeStatus(
                  s.observedGeneration(),
                  s.incarnation(),
                  state,
                  reason,
                  message,
                  s.device(),
                  s.sizeBytes(),
                  s.hosts(),
                  s.endpoints(),
                  s.conditions()));
          return now;
        });
  }

  @Test
  void aVolumeThatWasMadeIsReadyWithItsSize() {
    assertThat(status().phase()).isEqualTo("Ready");
    assertThat(status().size()).isEqualTo("10MiB");
    assertThat(ready(status()).getStatus()).isEqualTo("True");
    assertThat(ready(status()).getMessage()).isEqualTo("on pool pool-a of node storage");
  }

  @Test
  void aVolumeWhoseLegIsLostSaysSoAndIsReadyWhenItIsBack() {
    legIs(LogicalVolumeState.LOST, LogicalVolumeReason.DATA_MISSING, "not on /dev/a");

    VolumeStatus lost = await(status -> status.phase().equals("Lost"));
    assertThat(ready(lost).getStatus()).isEqualTo("False");
    assertThat(ready(lost).getReason()).isEqualTo("DataMissing");
    assertThat(ready(lost).getMessage()).isEqualTo("on pool pool-a of node storage: not on /dev/a");

    legIs(LogicalVolumeState.READY, null, null);
    assertThat(ready(await(status -> status.phase().equals("Ready"))).getStatus())
        .isEqualTo("True");
  }
}
