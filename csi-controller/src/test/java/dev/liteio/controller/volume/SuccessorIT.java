package dev.liteio.controller.volume;

import static dev.liteio.controller.testing.Replicas.MIB;
import static dev.liteio.controller.testing.Replicas.createRequest;
import static dev.liteio.controller.testing.Replicas.delete;
import static dev.liteio.controller.testing.Replicas.persist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.testing.Replicas;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Provision;
import dev.liteio.crd.Volume;
import dev.liteio.failure.OperationPending;
import dev.liteio.rpc.TimeLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replica that was held up goes on with what it read; a volume of that name is there again. */
@Timeout(180)
class SuccessorIT {
  private static final TimeLimit LIMIT = TimeLimit.after(Duration.ofSeconds(30));

  @TempDir Path folder;
  private Replicas replicas;
  private Removal removal;
  private Legs legs;
  private Volume oldVolume;
  private LogicalVolume oldLeg;

  @BeforeEach
  void aVolumeThatWasReadAndMadeAgain() throws Exception {
    replicas = new Replicas(folder);
    replicas.agents.addPool("pool-a", "node-a", 100 * MIB, 100 * MIB);
    Cluster cluster = Cluster.of(replicas.client);
    removal = new Removal(cluster, new Changes(name -> Optional.empty()));
    legs = new Legs(cluster);
    String id = make();
    oldVolume = replicas.volumes.get(id).orElseThrow();
    oldLeg = replicas.logicalVolumes.list().get(0);
    persist(() -> replicas.replica(0).deleteVolume(delete(id)));
    assertThat(make()).isEqualTo(id);
  }

  private String make() throws Exception {
    replicas.awaitRoom(100 * MIB);
    var request = createRequest("v", 10 * MIB).build();
    return persist(() -> replicas.replica(0).createVolume(request)).getVolume().getVolumeId();
  }

  @AfterEach
  void theSuccessorIsUntouched() throws Exception {
    assertThat(replicas.logicalVolumes.list())
        .singleElement()
        .satisfies(leg -> {
          assertThat(leg.getMetadata().getName()).isEqualTo(oldLeg.getMetadata().getName());
          assertThat(leg.getSpec().destroyOrFalse()).isFalse();
          assertThat(leg.getSpec().provision()).isEqualTo(Provision.EXISTING);
          assertThat(leg.getMetadata().getDeletionTimestamp()).isNull();
        });
    assertThat(replicas.volumes.list())
        .singleElement()
        .satisfies(volume -> assertThat(volume.getMetadata().getDeletionTimestamp()).isNull());
    replicas.stop();
  }

  @Test
  void theEndOfADeletionIsNotItsBusiness() throws Exception {
    removal.finish(oldVolume, replicas.logicalVolumes.list(), LIMIT);
  }

  @Test
  void anAttemptThatWasRefusedIsNotItsBusiness() throws Exception {
    removal.order(oldLeg);
    removal.refuse(oldLeg, LIMIT);
  }

  @Test
  void aVolumeThatIsGivenUpIsNotTheOneThatIsThere() {
    oldVolume.getMetadata().setAnnotations(null);
    assertThatThrownBy(() -> removal.giveUp(oldVolume, LIMIT)).isInstanceOf(OperationPending.class);
  }

  @Test
  void aLegThatWasChosenIsNotTheOneThatIsThere() {
    assertThat(legs.accept(oldLeg)).isEmpty();
    assertThatThrownBy(() -> legs.choose(oldVolume, Legs.ONLY, "somebody"))
        .isInstanceOf(OperationPending.class);
  }

  @Test
  void whatWasAcceptedIsNeverTakenForRefused() throws Exception {
    LogicalVolume leg = replicas.logicalVolumes.list().get(0);
    removal.refuse(leg, LIMIT);
    assertThat(legs.accept(leg)).isPresent();
  }
}
