package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.volume.Use;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is dirty is written back, unless its host was shut out: then it must not wait for ever. */
class UnstageSafetyTest {
  @TempDir Path dir;
  private NodeRig rig;

  @BeforeEach
  void rig() throws Exception {
    rig = new NodeRig(dir);
  }

  private void stage(Use use) {
    rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon());
  }

  private void unstage() {
    rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
  }

  @Test
  void whatWasRevokedIsCutBeforeItIsUnmounted() throws Exception {
    stage(NodeRig.ext4());
    String target = rig.target("one");
    rig.parts()
        .publisher()
        .publish(rig.publishRequest(NodeRig.ext4(), target, false), NodeRig.soon());
    rig.revoke();
    rig.kernel.forgetRan();
    unstage();
    assertThat(rig.kernel.ran().getFirst()).contains("disconnect");
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    assertThat(rig.kernel.mounts().lines()).isEmpty();
  }

  @Test
  void whatIsNotRevokedIsUnmountedBeforeItIsCut() {
    stage(NodeRig.ext4());
    rig.kernel.forgetRan();
    unstage();
    assertThat(rig.kernel.ran()).extracting(List::getFirst).containsExactly("umount", "disconnect");
  }

  @Test
  void whatIsDirtyIsWrittenBackThoughSomebodyDeletedTheAttachment() {
    stage(NodeRig.ext4());
    rig.deleteAttachmentByMistake();
    rig.kernel.forgetRan();
    unstage();
    assertThat(rig.kernel.ran()).extracting(List::getFirst).containsExactly("umount", "disconnect");
  }

  @Test
  void nothingIsThrownAwayWhenTheAttachmentWasDeletedByMistakeAndTheTargetIsAway()
      throws Exception {
    stage(NodeRig.ext4());
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    rig.kernel.forgetRan();
    rig.deleteAttachmentByMistake();
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    rig.cluster.attachments.clear(); // its finalizer was taken off
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    rig.cluster.loseDefinitions();
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void aRawDeviceIsNotTakenFromUnderWhatWaitsToBeWritten() throws Exception {
    stage(NodeRig.block());
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    rig.kernel.forgetRan();
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    assertThat(rig.kernel.ran()).isEmpty();
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "live");
    unstage();
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
  }

  @Test
  void whatIsOrderedToBeRevokedIsCutThoughNothingIsProvenYet() throws Exception {
    stage(NodeRig.ext4());
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    rig.orderRevocation();
    unstage();
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    assertThat(rig.kernel.mounts().lines()).isEmpty();
  }

  @Test
  void anUnmountThatHangsInItsWriteBackIsWaitedForByTheNextCall() throws Exception {
    stage(NodeRig.ext4());
    rig.kernel.mounts().unmountHangs();
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    assertThat(rig.kernel.mounts().lines()).isEmpty();
    rig.kernel.forgetRan();
    for (String state : List.of("connecting", "live")) {
      rig.kernel.fabrics().state(rig.leg.nqn().value(), state);
      assertThatThrownBy(() ->
              rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.brief()))
          .isInstanceOf(Unavailable.class);
      assertThat(rig.kernel.ran()).as("while its path is %s", state).isEmpty();
    }
    rig.kernel.mounts().writtenBack(rig.kernel.fabrics().disk(rig.leg.nqn().value()));
    unstage();
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    assertThat(rig.staged().all()).isEmpty();
  }

  @Test
  void whatIsRevokedIsNotWaitedForThoughItsWriteBackHangs() throws Exception {
    stage(NodeRig.ext4());
    rig.kernel.mounts().unmountHangs();
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    rig.revoke();
    unstage();
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
  }

  @Test
  void withoutAnyPathAndWithoutARevocationNothingIsThrownAway() throws Exception {
    stage(NodeRig.ext4());
    rig.kernel.fabrics().state(rig.leg.nqn().value(), "connecting");
    rig.kernel.forgetRan();
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void withoutTheApiNobodyKnowsWhetherItWasRevokedSoNothingIsDone() {
    stage(NodeRig.ext4());
    rig.cluster.away(true);
    rig.kernel.forgetRan();
    assertThatThrownBy(this::unstage).isInstanceOf(Unavailable.class);
    assertThat(rig.kernel.ran()).isEmpty();
  }

  @Test
  void aVolumeThatIsPublishedIsNotUnstaged() {
    stage(NodeRig.ext4());
    String target = rig.target("one");
    rig.parts()
        .publisher()
        .publish(rig.publishRequest(NodeRig.ext4(), target, false), NodeRig.soon());
    assertThatThrownBy(this::unstage)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(target);
    assertThat(rig.kernel.fabrics().hosts()).hasSize(1);
    assertThat(rig.kernel.mounts().lines()).hasSize(2);
  }

  @Test
  void unstagingWhatWasNeverStagedIsFine() {
    unstage();
    rig.parts().unstager().unstage("fake-vol-id", rig.stagingPath(), NodeRig.soon());
    assertThat(rig.kernel.ran()).isEmpty();
  }
}
