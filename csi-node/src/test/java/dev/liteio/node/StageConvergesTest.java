package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.FilesystemState;
import dev.liteio.node.volume.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The process dies at every moment there is; the next one finishes or undoes what it began. */
class StageConvergesTest {
  @TempDir Path dir;

  static Stream<Use> uses() {
    return Stream.of(NodeRig.ext4(), NodeRig.block());
  }

  @ParameterizedTest
  @MethodSource("uses")
  void aStageThatDiedAnywhereIsFinishedByTheNext(Use use) throws Exception {
    int moments = momentsOfAStage(use);
    assertThat(moments).isGreaterThan(3);
    for (int at = 0; at < moments; at++) {
      var rig = died(use, at);
      rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon());
      assertStaged(rig, use);
      rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
      assertNothingLeft(rig);
    }
  }

  @ParameterizedTest
  @MethodSource("uses")
  void aStageThatDiedAnywhereIsUndoneByAnUnstage(Use use) throws Exception {
    int moments = momentsOfAStage(use);
    for (int at = 0; at < moments; at++) {
      var rig = died(use, at);
      rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
      assertNothingLeft(rig);
    }
  }

  @ParameterizedTest
  @MethodSource("uses")
  void anUnstageThatDiedAnywhereIsFinishedByTheNext(Use use) throws Exception {
    for (int at = 0; at < 20; at++) {
      var rig = new NodeRig(Files.createDirectory(dir.resolve("u" + use.type() + at)));
      rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon());
      rig.crash.armed(at);
      try {
        rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
      } catch (Crash e) {
        rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
      }
      assertNothingLeft(rig);
    }
  }

  @ParameterizedTest
  @MethodSource("uses")
  void aPublishThatDiedAnywhereIsFinishedAndUndone(Use use) throws Exception {
    for (int at = 0; at < 12; at++) {
      var rig = new NodeRig(Files.createDirectory(dir.resolve("p" + use.type() + at)));
      String target = rig.target("one");
      rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon());
      rig.crash.armed(at);
      try {
        rig.parts().publisher().publish(rig.publishRequest(use, target, true), NodeRig.soon());
      } catch (Crash e) {
        rig.parts().publisher().publish(rig.publishRequest(use, target, true), NodeRig.soon());
      }
      rig.crash.disarmed();
      assertThat(rig.kernel.mounts().lines()).filteredOn(line -> line.contains(target)).hasSize(1);
      assertThat(rig.kernel.mounts().lines().getLast()).contains(" ro");
      rig.parts().publisher().unpublish(NodeRig.VOLUME, target, NodeRig.soon());
      assertThat(Path.of(target)).doesNotExist();
      rig.parts().unstager().unstage(NodeRig.VOLUME, rig.stagingPath(), NodeRig.soon());
      assertNothingLeft(rig);
    }
  }

  private int momentsOfAStage(Use use) throws Exception {
    var rig = new NodeRig(Files.createDirectory(dir.resolve("count" + use.type())));
    rig.crash.armed(Integer.MAX_VALUE);
    rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon());
    assertStaged(rig, use);
    return rig.crash.seen();
  }

  private NodeRig died(Use use, int at) throws Exception {
    var rig = new NodeRig(Files.createTempDirectory(dir, "s" + at + "-"));
    rig.crash.armed(at);
    assertThatThrownBy(() -> rig.parts().stager().stage(rig.stageRequest(use), NodeRig.soon()))
        .isInstanceOf(Crash.class);
    rig.crash.disarmed();
    return rig;
  }

  private static void assertStaged(NodeRig rig, Use use) throws Exception {
    assertThat(rig.kernel.fabrics().hosts()).containsExactly(rig.context.host().nqn().value());
    var status = rig.cluster.attachments.get(NodeRig.VOLUME).getStatus();
    assertThat(status.staged()).isTrue();
    assertThat(status.paths()).hasSize(1);
    if (use.isBlock()) {
      assertThat(rig.kernel.mounts().lines()).isEmpty();
      assertThat(rig.cluster.recorded(NodeRig.VOLUME)).isNull();
      assertThat(FakeKernel.content(rig.export.backing())).isEmpty();
    } else {
      assertThat(rig.kernel.mounts().lines()).hasSize(1);
      var record = rig.cluster.recorded(NodeRig.VOLUME);
      assertThat(record.state()).isEqualTo(FilesystemState.FORMATTED);
      var found = FakeKernel.content(rig.export.backing()).orElseThrow();
      assertThat(found.uuid()).hasToString(record.uuid());
    }
  }

  private static void assertNothingLeft(NodeRig rig) {
    assertThat(rig.kernel.fabrics().hosts()).isEmpty();
    assertThat(rig.kernel.mounts().lines()).isEmpty();
    assertThat(rig.staged().all()).isEmpty();
  }
}
