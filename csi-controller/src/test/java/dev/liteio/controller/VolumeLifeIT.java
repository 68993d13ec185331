package dev.liteio.controller;

import static dev.liteio.controller.testing.Replicas.MIB;
import static dev.liteio.controller.testing.Replicas.createRequest;
import static dev.liteio.controller.testing.Replicas.delete;
import static dev.liteio.controller.testing.Replicas.persist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import csi.v1.CapacityRange;
import csi.v1.ControllerExpandVolumeRequest;
import csi.v1.CreateVolumeRequest;
import csi.v1.ListVolumesRequest;
import csi.v1.ListVolumesResponse;
import csi.v1.Topology;
import csi.v1.TopologyRequirement;
import csi.v1.ValidateVolumeCapabilitiesRequest;
import csi.v1.VolumeCapability.AccessMode.Mode;
import csi.v1.VolumeCapability.BlockVolume;
import dev.liteio.controller.testing.Replicas;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Provision;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A volume is made, found, grown and deleted, on whatever replica and whoever dies. */
@Timeout(180)
class VolumeLifeIT {
  @TempDir Path folder;
  private Replicas replicas;

  @BeforeEach
  void start() throws Exception {
    replicas = new Replicas(folder);
  }

  @AfterEach
  void stop() throws Exception {
    replicas.stop();
  }

  private static StatusRuntimeException refusal(Callable<?> call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::call);
  }

  private static Code code(Callable<?> call) {
    StatusRuntimeException refusal = refusal(call);
    return refusal == null ? Code.OK : refusal.getStatus().getCode();
  }

  private void assertNothingIsLeft() {
    assertThat(replicas.volumes.list()).isEmpty();
    assertThat(replicas.logicalVolumes.list()).isEmpty();
    assertThat(replicas.agents.bytesInUse()).isZero();
  }

  @Test
  void createAnswersWhenTheVolumeIsThereAndItsLegExists() throws Exception {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    var request = createRequest("pvc-of-somebody", 10 * MIB).build();
    var volume = replicas.replica(0).createVolume(request).getVolume();

    assertThat(volume.getCapacityBytes()).isEqualTo(10 * MIB);
    assertThat(volume.getAccessibleTopologyList()).isEmpty();
    LogicalVolume leg = replicas.logicalVolumes.list().get(0);
    assertThat(leg.getSpec().provision()).isEqualTo(Provision.EXISTING);
    assertThat(replicas.replica(1).createVolume(request).getVolume()).isEqualTo(volume);
    assertThat(
            code(() ->
                replicas
                    .replica(1)
                    .createVolume(createRequest("pvc-of-somebody", 20 * MIB).build())))
        .isEqualTo(Code.ALREADY_EXISTS);

    replicas.replica(1).deleteVolume(delete(volume.getVolumeId()));
    assertNothingIsLeft();
    replicas.replica(0).deleteVolume(delete(volume.getVolumeId()));
  }

  @Test
  void aPoolThatHasNoRoomAfterAllLeadsToAnother() throws Exception {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 0);
    replicas.agents.addPool("pool-b", "node-b", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(200 * MIB);

    var volume = replicas.replica(0).createVolume(createRequest("v", 10 * MIB).build()).getVolume();
    assertThat(replicas.logicalVolumes.list())
        .singleElement()
        .satisfies(leg -> {
          assertThat(leg.getSpec().pool()).isEqualTo("pool-b");
          assertThat(leg.getMetadata().getName()).isEqualTo(volume.getVolumeId() + "-2");
        });
  }

  @Test
  void aFinalErrorSaysWhyAndLeavesNothingBehind() {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 0);
    replicas.agents.addPool("pool-b", "node-b", 5 * MIB, 5 * MIB);
    replicas.awaitRoom(105 * MIB);

    StatusRuntimeException refusal =
        refusal(() -> replicas.replica(0).createVolume(createRequest("v", 10 * MIB).build()));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.getStatus().getDescription())
        .contains("2 pools: 1 refused it already (pool-a), 1 too full (pool-b with 5MiB)");
    assertNothingIsLeft();
  }

  @Test
  void aSilentAgentIsNoFinalErrorAndALaterCallGoesOn() throws Exception {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    replicas.agents.fallSilent();
    var request = createRequest("v", 10 * MIB).build();
    assertThat(code(() -> replicas.impatient(0).createVolume(request)))
        .isIn(Code.DEADLINE_EXCEEDED, Code.ABORTED, Code.UNAVAILABLE);

    replicas.agents.answer();
    persist(() -> replicas.replica(1).createVolume(request));
    assertThat(replicas.logicalVolumes.list()).hasSize(1);
  }

  @Test
  void sixteenCallersOnTwoReplicasMakeOneVolume() throws Exception {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 15 * MIB);
    replicas.agents.addPool("pool-b", "node-b", 100 * MIB, 15 * MIB);
    replicas.awaitRoom(200 * MIB);
    CreateVolumeRequest request = createRequest("v", 10 * MIB).build();
    Set<String> ids = new HashSet<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int replica = i % 2;
        answers.add(
            callers.submit(() ->
                persist(() ->
                    replicas.replica(replica).createVolume(request).getVolume().getVolumeId())));
      }
      for (Future<String> answer : answers) {
        ids.add(answer.get());
      }
    }
    assertThat(ids).hasSize(1);
    assertThat(replicas.volumes.list()).hasSize(1);
    persist(() -> replicas.replica(0).deleteVolume(delete(ids.iterator().next())));
    assertNothingIsLeft();
  }

  @Test
  void sixteenCallersOnTwoReplicasMakeTheirVolumesAndNoPoolIsOverfull() throws Exception {
    for (int pool = 0; pool < 4; pool++) {
      replicas.agents.addPool("pool-" + pool, "node-" + pool, 45 * MIB, 45 * MIB);
    }
    replicas.awaitRoom(180 * MIB);
    Set<String> ids = new HashSet<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int replica = i % 2;
        CreateVolumeRequest request = createRequest("v" + i, 10 * MIB).build();
        answers.add(
            callers.submit(() ->
                persist(() ->
                    replicas.replica(replica).createVolume(request).getVolume().getVolumeId())));
      }
      for (Future<String> answer : answers) {
        ids.add(answer.get());
      }
    }
    assertThat(ids).hasSize(16);
    assertThat(replicas.logicalVolumes.list()).hasSize(16);
    // room for exactly sixteen: one more finds none, and leaves nothing
    assertThat(
            code(() -> replicas.replica(1).createVolume(createRequest("more", 10 * MIB).build())))
        .isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(replicas.volumes.list()).hasSize(16);
    for (String id : ids) {
      persist(() -> replicas.replica(1).deleteVolume(delete(id)));
    }
    assertNothingIsLeft();
  }

  @Test
  void aVolumeThatIsLocalOnlySaysWhereItCanBeUsed() {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.agents.addPool("pool-b", "node-b", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(200 * MIB);
    Topology there = Topology.newBuilder().putSegments("csi.liteio.dev/node", "node-b").build();
    var request =
        createRequest("v", 10 * MIB)
            .putParameters("locality", "required")
            .setAccessibilityRequirements(TopologyRequirement.newBuilder().addRequisite(there))
            .build();
    var volume = replicas.replica(0).createVolume(request).getVolume();
    assertThat(volume.getAccessibleTopologyList()).containsExactly(there);
    assertThat(replicas.replica(1).createVolume(request).getVolume()).isEqualTo(volume);
    assertThat(replicas.logicalVolumes.list())
        .singleElement()
        .satisfies(leg -> assertThat(leg.getSpec().node()).isEqualTo("node-b"));
  }

  @Test
  void capabilitiesAreConfirmedOrTheReasonIsTold() {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    var volume = replicas.replica(0).createVolume(createRequest("v", MIB).build()).getVolume();
    var good = Replicas.capability(Mode.SINGLE_NODE_MULTI_WRITER);
    var ask =
        ValidateVolumeCapabilitiesRequest.newBuilder()
            .setVolumeId(volume.getVolumeId())
            .addVolumeCapabilities(good);
    assertThat(
            replicas
                .replica(1)
                .validateVolumeCapabilities(ask.build())
                .getConfirmed()
                .getVolumeCapabilitiesList())
        .containsExactly(good);
    var shared = Replicas.capability(Mode.MULTI_NODE_MULTI_WRITER);
    var bad =
        replicas
            .replica(1)
            .validateVolumeCapabilities(ask.clone().addVolumeCapabilities(shared).build());
    assertThat(bad.hasConfirmed()).isFalse();
    assertThat(bad.getMessage()).contains("MULTI_NODE_MULTI_WRITER", "one node at a time");
    var block = good.toBuilder().setBlock(BlockVolume.getDefaultInstance());
    assertThat(
            replicas
                .replica(1)
                .validateVolumeCapabilities(ask.clone().addVolumeCapabilities(block).build())
                .hasConfirmed())
        .isFalse();
    assertThat(
            code(() ->
                replicas
                    .replica(1)
                    .validateVolumeCapabilities(ask.clone().setVolumeId("v-0").build())))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(
            code(() ->
                replicas
                    .replica(1)
                    .validateVolumeCapabilities(ask.clone().clearVolumeCapabilities().build())))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void anUnknownParameterIsRefusedAndThoseOfTheSidecarsAreNot() {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    StatusRuntimeException refusal =
        refusal(() ->
            replicas
                .replica(0)
                .createVolume(createRequest("v", MIB).putParameters("thinn", "true").build()));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.getStatus().getDescription()).contains("did you mean thin?");
    assertNothingIsLeft();
    var tolerated =
        createRequest("v", MIB).putParameters("csi.storage.k8s.io/pvc/name", "claim").build();
    assertThat(code(() -> replicas.replica(0).createVolume(tolerated))).isEqualTo(Code.OK);
  }

  @Test
  void aControllerThatDiesBetweenAnyTwoWritesOfACreateIsSucceeded() throws Exception {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    boolean died = true;
    for (int writes = 0; died; writes++) {
      CreateVolumeRequest request = createRequest("v" + writes, 10 * MIB).build();
      replicas.api.grantWrites(writes);
      died = refusal(() -> replicas.doomed().createVolume(request)) != null;
      String id =
          persist(() -> replicas.replica(0).createVolume(request)).getVolume().getVolumeId();
      assertThat(replicas.logicalVolumes.list()).as("after %d writes", writes).hasSize(1);
      persist(() -> replicas.replica(1).deleteVolume(delete(id)));
      assertNothingIsLeft();
      assertThat(writes).as("writes of one CreateVolume").isLessThan(20);
    }
  }

  @Test
  void aControllerThatDiesBetweenAnyTwoWritesOfADeleteIsSucceeded() throws Exception {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    boolean died = true;
    for (int writes = 0; died; writes++) {
      CreateVolumeRequest request = createRequest("v" + writes, 10 * MIB).build();
      String id =
          persist(() -> replicas.replica(0).createVolume(request)).getVolume().getVolumeId();
      replicas.api.grantWrites(writes);
      died = refusal(() -> replicas.doomed().deleteVolume(delete(id))) != null;
      persist(() -> replicas.replica(1).deleteVolume(delete(id)));
      assertNothingIsLeft();
      assertThat(writes).as("writes of one DeleteVolume").isLessThan(20);
    }
  }

  @Test
  void aControllerThatDiesBetweenAnyTwoWritesOfGivingUpIsSucceeded() {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 0);
    replicas.awaitRoom(100 * MIB);
    Code last = Code.OK;
    for (int writes = 0; last != Code.RESOURCE_EXHAUSTED; writes++) {
      CreateVolumeRequest request = createRequest("v" + writes, 10 * MIB).build();
      replicas.api.grantWrites(writes);
      last = code(() -> replicas.doomed().createVolume(request));
      assertThat(code(() -> persist(() -> replicas.replica(0).createVolume(request))))
          .as("after %d writes", writes)
          .isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertNothingIsLeft();
      assertThat(writes).as("writes of one CreateVolume").isLessThan(20);
    }
  }

  @Test
  void aVolumeGrowsToExactlyWhatIsAsked() throws Exception {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    String id =
        replicas
            .replica(0)
            .createVolume(createRequest("v", 10 * MIB).build())
            .getVolume()
            .getVolumeId();
    var larger =
        ControllerExpandVolumeRequest.newBuilder()
            .setVolumeId(id)
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(20 * MIB))
            .build();
    for (int repeat = 0; repeat < 2; repeat++) {
      var answer = replicas.replica(repeat).controllerExpandVolume(larger);
      assertThat(answer.getCapacityBytes()).isEqualTo(20 * MIB);
      assertThat(answer.getNodeExpansionRequired()).isTrue();
    }
    assertThat(replicas.agents.bytesInUse()).isEqualTo(20 * MIB);
  }

  @Test
  void aVolumeIsNotSaidToBeLargerThanItsAgentMadeIt() {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 15 * MIB);
    replicas.awaitRoom(100 * MIB);
    String id =
        replicas
            .replica(0)
            .createVolume(createRequest("v", 10 * MIB).build())
            .getVolume()
            .getVolumeId();
    var larger =
        ControllerExpandVolumeRequest.newBuilder()
            .setVolumeId(id)
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(20 * MIB))
            .build();
    assertThat(code(() -> replicas.impatient(0).controllerExpandVolume(larger)))
        .isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
    assertThat(replicas.volumes.get(id).orElseThrow().getSpec().sizeBytes()).isEqualTo(10 * MIB);
  }

  @Test
  void pagesAreStableAndABadTokenIsAborted() {
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    replicas.awaitRoom(100 * MIB);
    for (int i = 0; i < 5; i++) {
      replicas.replica(0).createVolume(createRequest("v" + i, MIB).build());
    }
    Set<String> seen = new HashSet<>();
    String token = "";
    do {
      ListVolumesResponse page =
          replicas
              .replica(1)
              .listVolumes(
                  ListVolumesRequest.newBuilder().setMaxEntries(2).setStartingToken(token).build());
      page.getEntriesList()
          .forEach(entry -> assertThat(seen.add(entry.getVolume().getVolumeId())).isTrue());
      token = page.getNextToken();
    } while (!token.isEmpty());
    assertThat(seen).hasSize(5);
    var bad = ListVolumesRequest.newBuilder().setStartingToken("invalid-token").build();
    assertThat(code(() -> replicas.replica(0).listVolumes(bad))).isEqualTo(Code.ABORTED);
  }
}
