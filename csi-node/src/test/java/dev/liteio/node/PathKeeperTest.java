package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.ServedLeg;
import dev.liteio.crd.Transport;
import dev.liteio.rpc.InFlight;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathKeeperTest {
  @TempDir Path dir;
  private final InFlight inFlight = new InFlight();
  private NodeRig rig;

  @BeforeEach
  void stage() throws Exception {
    rig = new NodeRig(dir);
    rig.parts().stager().stage(rig.stageRequest(NodeRig.ext4()), NodeRig.soon());
  }

  @Test
  void aLegThatIsServedSomewhereNewGetsItsPath() {
    var attachment = rig.cluster.attachments.get(NodeRig.VOLUME);
    attachment.setSpec(
        attachment
            .getSpec()
            .withLegs(
                List.of(
                    new ServedLeg(
                        0,
                        rig.leg.uuid().toString(),
                        NodeRig.VOLUME + "-2",
                        List.of(
                            new Endpoint(Transport.TCP, "10.0.0.7", 4420),
                            new Endpoint(Transport.TCP, "10.0.0.8", 4420))))));
    rig.parts().keeper().look(inFlight);
    assertThat(rig.kernel.fabrics().hosts()).hasSize(2);
    assertThat(attachment.getStatus().paths())
        .extracting(path -> path.endpoint())
        .containsExactly("tcp://10.0.0.7:4420", "tcp://10.0.0.8:4420");
  }

  @Test
  void aTargetThatGotAnotherAddressIsFoundThereAndTheOldPathGoes() throws Exception {
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    rig.serveAt(new Endpoint(Transport.TCP, "10.0.0.9", 4421));

    rig.parts().keeper().look(inFlight);
    rig.parts().keeper().look(inFlight);

    assertThat(rig.cluster.attachments.get(NodeRig.VOLUME).getStatus().paths())
        .extracting(path -> path.endpoint() + " " + path.state())
        .containsExactly("tcp://10.0.0.9:4421 live");
  }

  @Test
  void aPathThatIsUpIsKeptThoughNobodyNamesItsEndpointAnyMore() throws Exception {
    rig.serveAt(new Endpoint(Transport.TCP, "10.0.0.9", 4421));

    rig.parts().keeper().look(inFlight);

    assertThat(rig.kernel.fabrics().hosts()).hasSize(2);
  }

  @Test
  void aPathThatIsDownIsReportedAndNotWaitedFor() throws Exception {
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    rig.kernel.forgetRan();
    rig.parts().keeper().look(inFlight);
    assertThat(rig.cluster.attachments.get(NodeRig.VOLUME).getStatus().paths().getFirst().state())
        .isEqualTo("connecting");
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void whileAllIsWellTheApiIsAskedOnceInManyLooks() throws Exception {
    PathKeeper keeper = rig.parts().keeper();
    keeper.look(inFlight);
    int asked = rig.cluster.questions();
    for (int look = 0; look < 30; look++) {
      keeper.look(inFlight);
    }
    assertThat(rig.cluster.questions()).isEqualTo(asked);

    keeper.look(inFlight);
    assertThat(rig.cluster.questions()).isGreaterThan(asked);
  }

  @Test
  void aPathThatGoesDownAndComesBackIsReportedAtOnce() throws Exception {
    PathKeeper keeper = rig.parts().keeper();
    for (String state : List.of("live", "connecting", "live", "connecting")) {
      rig.kernel.fabrics().state(rig.leg.nqn().value(), state);
      keeper.look(inFlight);
      assertThat(rig.cluster.attachments.get(NodeRig.VOLUME).getStatus().paths().getFirst().state())
          .isEqualTo(state);
    }
  }

  @Test
  void aReportThatWasNotWrittenIsWrittenByTheNextLook() throws Exception {
    PathKeeper keeper = rig.parts().keeper();
    keeper.look(inFlight);
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    keeper.look(inFlight);
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "live");
    rig.cluster.away(true);
    keeper.look(inFlight);
    rig.cluster.away(false);
    keeper.look(inFlight);
    assertThat(rig.cluster.attachments.get(NodeRig.VOLUME).getStatus().paths().getFirst().state())
        .isEqualTo("live");
  }

  @Test
  void whatIsInACallsHandsIsLeftAlone() throws Exception {
    rig.kernel.forgetRan();
    rig.revoke();
    try (var _ = inFlight.claim(NodeRig.VOLUME, "NodeUnstageVolume")) {
      rig.parts().keeper().look(inFlight);
    }
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void processesThatWaitForARevokedVolumeAreReleased() throws Exception {
    rig.revoke();
    rig.parts().keeper().look(inFlight);
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    rig.kernel.forgetRan();
    rig.parts().keeper().look(inFlight);
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void nothingIsCutWhileItIsNotKnownToBeRevoked() throws Exception {
    rig.kernel.forgetRan();
    rig.deleteAttachmentByMistake();
    rig.parts().keeper().look(inFlight);
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting"); // the target restarts
    rig.parts().keeper().look(inFlight);
    rig.cluster.away(true);
    rig.parts().keeper().look(inFlight);
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void nothingIsCutWhileItsHostIsStillLetInThoughTheAttachmentIsGone() throws Exception {
    rig.kernel.forgetRan();
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting"); // the target restarts
    rig.cluster.attachments.clear();
    rig.parts().keeper().look(inFlight);
    rig.cluster.loseDefinitions();
    rig.parts().keeper().look(inFlight);
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void whatTheTargetStillServesIsNotCut() throws Exception {
    rig.kernel.forgetRan();
    rig.revoke();
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "live");
    rig.parts().keeper().look(inFlight);
    assertThat(rig.kernel.ran()).isEmpty();
  }
}
