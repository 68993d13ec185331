package dev.liteio.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import csi.v1.Csi;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.VolumeCapability;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import org.junit.jupiter.api.Test;

class RequestTextTest {
  private static final String SECRET = "dontlogme";

  @Test
  void fieldsBecomePairsOnOneLine() {
    var request =
        NodeStageVolumeRequest.newBuilder()
            .setVolumeId("pvc-1")
            .setStagingTargetPath("/a b\nc")
            .putPublishContext("hostId", "x")
            .setVolumeCapability(
                VolumeCapability.newBuilder()
                    .setMount(
                        VolumeCapability.MountVolume.newBuilder()
                            .setFsType("ext4")
                            .addMountFlags(SECRET)))
            .putSecrets("key", SECRET)
            .build();
    assertThat(RequestText.of(request))
        .isEqualTo(
            "volume_id=pvc-1 publish_context.hostId=x staging_target_path=\"/a b?c\""
                + " volume_capability.mount.fs_type=ext4"
                + " volume_capability.mount.mount_flags=***stripped***"
                + " secrets=***stripped***");
  }

  @Test
  void noSecretFieldOfAnyMessageIsEverPrinted() {
    int seen = 0;
    for (Descriptor type : Csi.getDescriptor().getMessageTypes()) {
      for (FieldDescriptor field : type.getFields()) {
        if (field.getOptions().getExtension(Csi.csiSecret)) {
          String text = RequestText.of(withSecret(type, field));
          assertThat(text).doesNotContain(SECRET).contains("***stripped***");
          seen++;
        }
      }
    }
    assertThat(seen).isEqualTo(19);
  }

  @Randomised
  void anyBytesAValueMayHoldStayOnOneLine() {
    Cases.usual()
        .run(random -> {
          String name =
              random
                  .ints(20, 0, 0x250)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString();
          var request = NodeStageVolumeRequest.newBuilder().setVolumeId(name).build();
          assertThat(RequestText.of(request).lines()).hasSize(1);
        });
  }

  private static Message withSecret(Descriptor type, FieldDescriptor field) {
    Descriptor entry = field.getMessageType();
    Message pair =
        DynamicMessage.newBuilder(entry)
            .setField(entry.findFieldByNumber(1), "k")
            .setField(entry.findFieldByNumber(2), SECRET)
            .build();
    return DynamicMessage.newBuilder(type).addRepeatedField(field, pair).build();
  }
}
