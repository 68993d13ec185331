package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.AccessMode.Mode;
import csi.v1.VolumeCapability.MountVolume;
import dev.liteio.crd.AccessType;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.PublishContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeRequestsTest {
  private static final PublishContext CONTEXT =
      new PublishContext("pvc-1", "uid-1", HostIdentity.mint());

  private static NodeStageVolumeRequest.Builder stage() {
    return NodeStageVolumeRequest.newBuilder()
        .setVolumeId("pvc-1")
        .setStagingTargetPath("/var/lib/kubelet/stage")
        .putAllPublishContext(CONTEXT.toMap())
        .putVolumeContext("storage.kubernetes.io/csiProvisionerIdentity", "x")
        .setVolumeCapability(NodeRig.mountCapability());
  }

  private static NodePublishVolumeRequest.Builder publish() {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId("pvc-1")
        .setStagingTargetPath("/var/lib/kubelet/stage")
        .setTargetPath("/var/lib/kubelet/pods/1")
        .putAllPublishContext(CONTEXT.toMap())
        .setVolumeCapability(NodeRig.mountCapability());
  }

  @Test
  void aWholeRequestIsRead() {
    var request = NodeRequests.stage(stage().build());
    assertThat(request.volume()).isEqualTo("pvc-1");
    assertThat(request.context()).isEqualTo(CONTEXT);
    assertThat(request.use().type()).isEqualTo(AccessType.MOUNT);
    assertThat(request.use().filesystem()).isEqualTo("ext4");
    assertThat(NodeRequests.publish(publish().setReadonly(true).build()).readOnly()).isTrue();
  }

  @Test
  void anEmptyFsTypeIsLeftToTheVolume() {
    var capability =
        NodeRig.mountCapability().toBuilder().setMount(MountVolume.getDefaultInstance());
    assertThat(
            NodeRequests.stage(stage().setVolumeCapability(capability).build()).use().filesystem())
        .isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    refused(stage().clearVolumeId(), "volume_id");
    refused(stage().clearStagingTargetPath(), "staging_target_path");
    refused(stage().clearVolumeCapability(), "volume_capability");
    refused(stage().clearPublishContext(), "publish_context");
    refused(
        stage().setVolumeCapability(NodeRig.mountCapability().toBuilder().clearMount()),
        "access_type");
    refused(
        stage().setVolumeCapability(NodeRig.mountCapability().toBuilder().clearAccessMode()),
        "access_mode");
    assertThatThrownBy(() -> NodeRequests.publish(publish().clearTargetPath().build()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("target_path");
  }

  @Test
  void whatIsMalformedIsNamedWithASuggestion() {
    refused(stage().setStagingTargetPath("relative"), "staging_target_path");
    refused(stage().setStagingTargetPath("/a/../b"), "staging_target_path");
    refused(stage().setStagingTargetPath("/a\0b"), "staging_target_path");
    refused(
        stage()
            .setVolumeCapability(
                NodeRig.mountCapability().toBuilder()
                    .setMount(MountVolume.newBuilder().setFsType("ext5"))),
        "did you mean ext4");
    refused(
        stage()
            .setVolumeCapability(
                NodeRig.mountCapability().toBuilder()
                    .setMount(MountVolume.newBuilder().setFsType("ntfs"))),
        "expected: ext4, xfs");
  }

  @Test
  void everyAccessModeOfTheSpecificationIsKnown() {
    for (Mode mode : Mode.values()) {
      if (mode == Mode.UNKNOWN || mode == Mode.UNRECOGNIZED) {
        continue;
      }
      var capability = VolumeCapability.newBuilder(NodeRig.mountCapability());
      capability.getAccessModeBuilder().setMode(mode);
      assertThat(NodeRequests.use(true, capability.build()).mode()).hasToString(mode.name());
    }
  }

  @Randomised
  void damagedRequestsAreReadOrRefusedAndNothingElse() {
    Cases.usual()
        .run(random -> {
          try {
            NodeRequests.stage(damaged(random));
          } catch (InvalidRequest e) {
            assertThat(e.explanation()).isNotBlank();
          }
        });
  }

  private static NodeStageVolumeRequest damaged(Random random) {
    var request = stage();
    for (int n = random.nextInt(3); n >= 0; n--) {
      switch (random.nextInt(8)) {
        case 0 -> request.setVolumeId(text(random));
        case 1 -> request.setStagingTargetPath(text(random));
        case 2 -> request.setStagingTargetPath("/" + text(random));
        case 3 -> request.removePublishContext(key(random));
        case 4 -> request.putPublishContext(key(random), text(random));
        case 5 -> request.putPublishContext(text(random), text(random));
        case 6 ->
            request
                .getVolumeCapabilityBuilder()
                .getAccessModeBuilder()
                .setModeValue(random.nextInt(20) - 5);
        default -> request.getVolumeCapabilityBuilder().getMountBuilder().setFsType(text(random));
      }
    }
    return request.build();
  }

  private static String key(Random random) {
    var keys = CONTEXT.toMap().keySet().stream().sorted().toList();
    return keys.get(random.nextInt(keys.size()));
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(40), 0, 0x3000)
        .filter(c -> !Character.isSurrogate((char) c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void refused(NodeStageVolumeRequest.Builder request, String named) {
    assertThatThrownBy(() -> NodeRequests.stage(request.build()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(named);
  }
}
