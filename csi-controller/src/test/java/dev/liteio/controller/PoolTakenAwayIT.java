package dev.liteio.controller;

import static dev.liteio.controller.testing.Replicas.MIB;
import static dev.liteio.controller.testing.Replicas.createRequest;
import static dev.liteio.controller.testing.Replicas.delete;
import static dev.liteio.controller.testing.Replicas.persist;
import static dev.liteio.controller.testing.Replicas.publish;
import static dev.liteio.controller.testing.Replicas.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.CapacityRange;
import csi.v1.ControllerExpandVolumeRequest;
import csi.v1.CreateVolumeRequest;
import dev.liteio.controller.testing.Replicas;
import dev.liteio.crd.DeviceState;
import dev.liteio.crd.DeviceStatus;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.ObjectClient;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A volume is begun, or lies, on a pool that does not do what was hoped of it. */
@Timeout(180)
class PoolTakenAwayIT {
  private static final CreateVolumeRequest REQUEST = createRequest("v", 10 * MIB).build();

  @TempDir Path folder;
  private Replicas replicas;

  @BeforeEach
  void start() throws Exception {
    replicas = new Replicas(folder);
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.addNode("node-c");
    replicas.awaitRoom(100 * MIB);
  }

  @AfterEach
  void stop() throws Exception {
    replicas.stop();
  }

  private void beginOnSilentPool() {
    replicas.agents.fallSilent("pool-a");
    assertThatThrownBy(() -> replicas.impatient(0).createVolume(REQUEST))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(replicas.logicalVolumes.list()).hasSize(1);
    replicas.agents.addPool("pool-b", "node-b", 100 * MIB, 100 * MIB);
  }

  private String poolOfVolume() {
    return replicas.logicalVolumes.list().stream()
        .filter(leg -> !leg.getSpec().destroyOrFalse())
        .map(leg -> leg.getSpec().pool())
        .reduce("", String::concat);
  }

  @Test
  void whatWasBegunOnAPoolThatIsLostIsMadeOnAnother() throws Exception {
    beginOnSilentPool();

    replicas.agents.lose("pool-a");

    String id = persist(() -> replicas.replica(1).createVolume(REQUEST)).getVolume().getVolumeId();
    assertThat(poolOfVolume()).isEqualTo("pool-b");
    persist(() -> replicas.replica(0).deleteVolume(delete(id)));
    assertThat(replicas.volumes.list()).isEmpty();
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  @Test
  void whatWasBegunOnANodeThatStoppedIsMadeOnAnotherAndTheAttemptGoesWhenItIsBack()
      throws Exception {
    beginOnSilentPool();
    replicas.awaitRoom(190 * MIB);

    replicas.nodeIsReady("node-a", false);

    String id = persist(() -> replicas.replica(1).createVolume(REQUEST)).getVolume().getVolumeId();
    assertThat(poolOfVolume()).isEqualTo("pool-b");
    replicas.nodeIsReady("node-a", true);
    replicas.agents.answer();
    persist(() -> replicas.replica(0).deleteVolume(delete(id)));
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  @Test
  void anAttemptThatSomebodyDeletedByHandIsMadeOnAnotherPool() throws Exception {
    beginOnSilentPool();
    replicas.awaitRoom(190 * MIB);

    replicas.logicalVolumes.delete(
        replicas.logicalVolumes.list().getFirst().getMetadata().getName());

    String id = persist(() -> replicas.replica(1).createVolume(REQUEST)).getVolume().getVolumeId();
    assertThat(poolOfVolume()).isEqualTo("pool-b");
    replicas.agents.answer();
    persist(() -> replicas.replica(0).deleteVolume(delete(id)));
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  @Test
  void whatWasBegunOnANodeThatLeftTheClusterIsMadeOnAnother() throws Exception {
    beginOnSilentPool();
    replicas.awaitRoom(190 * MIB);

    replicas.removeNode("node-a");

    String id = persist(() -> replicas.replica(1).createVolume(REQUEST)).getVolume().getVolumeId();
    assertThat(poolOfVolume()).isEqualTo("pool-b");
    replicas.agents.lose("pool-a");
    persist(() -> replicas.replica(0).deleteVolume(delete(id)));
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  @Test
  void whatWasBegunOnANodeThatStoppedIsWaitedForWhenThereIsNoOther() throws Exception {
    replicas.agents.fallSilent("pool-a");
    assertThatThrownBy(() -> replicas.impatient(0).createVolume(REQUEST))
        .isInstanceOf(StatusRuntimeException.class);
    replicas.nodeIsReady("node-a", false);

    assertThatThrownBy(() -> replicas.impatient(1).createVolume(REQUEST))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(poolOfVolume()).isEqualTo("pool-a");

    replicas.nodeIsReady("node-a", true);
    replicas.agents.answer();
    persist(() -> replicas.replica(0).createVolume(REQUEST));
    assertThat(replicas.logicalVolumes.list()).as("the first attempt").hasSize(1);
  }

  @Test
  void whatTheOtherPoolRefusedTooIsMadeAsSoonAsThereIsAThird() throws Exception {
    replicas.agents.fallSilent("pool-a");
    assertThatThrownBy(() -> replicas.impatient(0).createVolume(REQUEST))
        .isInstanceOf(StatusRuntimeException.class);
    replicas.agents.addPool("pool-b", "node-b", 100 * MIB, 0);
    replicas.awaitRoom(190 * MIB);
    replicas.nodeIsReady("node-a", false);

    assertThatThrownBy(() -> replicas.replica(0).createVolume(REQUEST))
        .hasMessageContaining("ABORTED")
        .hasMessageContaining("what was begun of it is not gone or made yet");
    replicas.agents.addPool("pool-c", "node-c", 100 * MIB, 100 * MIB);

    persist(() -> replicas.replica(1).createVolume(REQUEST));
    assertThat(poolOfVolume()).isEqualTo("pool-c");
  }

  @Test
  void nothingNewIsPutOnANodeThatDoesNotRun() throws Exception {
    replicas.agents.addPool("pool-b", "node-b", 20 * MIB, 20 * MIB);
    replicas.awaitRoom(120 * MIB);
    replicas.nodeIsReady("node-a", false);
    replicas.nodeIsReady("node-b", true);

    persist(() -> replicas.replica(0).createVolume(REQUEST));
    assertThat(poolOfVolume()).isEqualTo("pool-b");

    assertThatThrownBy(
            () -> replicas.replica(0).createVolume(createRequest("large", 50 * MIB).build()))
        .hasMessageContaining("RESOURCE_EXHAUSTED")
        .hasMessageContaining("1 on a node that is not Ready (pool-a)");
    assertThat(replicas.volumes.list()).as("nothing is left of the large one").hasSize(1);
  }

  @Test
  void anAttemptThatLostAndWhoseAgentIsAwayKeepsNobodyFromBeingLetOut() throws Exception {
    beginOnSilentPool();
    replicas.agents.cordon("pool-a");
    String id = persist(() -> replicas.replica(1).createVolume(REQUEST)).getVolume().getVolumeId();
    assertThat(poolOfVolume()).isEqualTo("pool-b");
    assertThat(replicas.logicalVolumes.list()).as("the attempt waits for its agent").hasSize(2);

    replicas.replica(0).controllerPublishVolume(publish(id, "node-c"));
    replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-c"));

    assertThat(replicas.attachments.list()).isEmpty();
    replicas.agents.answer();
    persist(() -> replicas.replica(0).deleteVolume(delete(id)));
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  @Test
  void aVolumeGrowsOnTheDeviceItLiesOnOrNotAtAll() {
    String id = replicas.replica(0).createVolume(REQUEST).getVolume().getVolumeId();
    replicas.agents.fallSilent("pool-a");
    lieOn("/dev/full");
    devices(device("/dev/full", 5 * MIB), device("/dev/empty", 85 * MIB));
    var larger =
        ControllerExpandVolumeRequest.newBuilder()
            .setVolumeId(id)
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(20 * MIB))
            .build();

    assertThatThrownBy(() -> replicas.replica(0).controllerExpandVolume(larger))
        .hasMessageContaining("OUT_OF_RANGE")
        .hasMessageContaining(
            "device /dev/full of pool pool-a, on which the volume lies, has room for 5242880 bytes more");

    assertThat(replicas.logicalVolumes.list().getFirst().getSpec().sizeBytes()).isEqualTo(10 * MIB);
  }

  private void lieOn(String device) {
    LogicalVolume leg = replicas.logicalVolumes.list().getFirst();
    replicas.logicalVolumes.editStatus(
        leg.getMetadata().getName(),
        now -> {
          LogicalVolumeStatus s = now.getStatus();
          now.setStatus(
              new LogicalVolumeStatus(
                  s.observedGeneration(),
                  s.incarnation(),
                  s.state(),
                  s.reason(),
                  s.message(),
                  device,
                  s.sizeBytes(),
                  s.hosts(),
                  s.endpoints(),
                  null));
          return now;
        });
  }

  private static DeviceStatus device(String path, long free) {
    return new DeviceStatus(path, "store", DeviceState.READY, 100 * MIB, free, null);
  }

  private void devices(DeviceStatus... devices) {
    new ObjectClient<>(replicas.client, StoragePool.class)
        .editStatus(
            "pool-a",
            pool -> {
              StoragePoolStatus s = pool.getStatus();
              pool.setStatus(
                  new StoragePoolStatus(
                      s.observedGeneration(),
                      s.incarnation(),
                      s.capacityBytes(),
                      s.freeBytes(),
                      s.largestFreeBytes(),
                      s.endpoints(),
                      List.of(devices),
                      s.candidates(),
                      s.conditions()));
              return pool;
            });
  }
}
