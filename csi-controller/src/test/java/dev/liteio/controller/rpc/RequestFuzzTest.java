package dev.liteio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import csi.v1.CapacityRange;
import csi.v1.ControllerPublishVolumeRequest;
import csi.v1.CreateVolumeRequest;
import csi.v1.Topology;
import csi.v1.TopologyRequirement;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.AccessMode;
import csi.v1.VolumeCapability.BlockVolume;
import csi.v1.VolumeCapability.MountVolume;
import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.failure.VolumeException;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.util.List;
import java.util.Random;

/** Whatever a caller sends, it is told what is wrong with it. */
class RequestFuzzTest {

  private static final List<String> WORDS =
      List.of(
          "",
          "true",
          "yes",
          "ext4",
          "ntfs",
          "required",
          "a=b",
          "a=b,a=c",
          "=",
          ",",
          "-",
          "\u0000",
          "pvc-0",
          "\uD83D\uDE00",
          "csi.liteio.dev/node",
          "x".repeat(300),
          "%s%n",
          "../../etc");
  private static final List<String> KEYS =
      List.of("thinn", "", "csi.storage.k8s.io/pv/name", "POOLSELECTOR", "\u0007");

  private interface Reading {
    void read() throws InvalidProtocolBufferException;
  }

  @Randomised
  void everyRequestIsReadOrRefusedInWords() {
    Cases.usual().run(RequestFuzzTest::oneOfEach);
  }

  private static void oneOfEach(Random random) {
    CreateVolumeRequest create = create(random);
    survives(() -> {
      VolumeIntent intent = VolumeIntent.parse(create);
      assertThat(intent.size().choose().bytes()).isPositive();
    });
    ControllerPublishVolumeRequest publish =
        ControllerPublishVolumeRequest.newBuilder()
            .setVolumeId(word(random))
            .setNodeId(word(random))
            .setReadonly(random.nextInt(4) == 0)
            .setVolumeCapability(capability(random))
            .build();
    survives(() -> Requests.wanted(publish));
    survives(() -> VolumeIntent.parse(damaged(random, create)));
  }

  private static void survives(Reading reading) {
    try {
      reading.read();
    } catch (VolumeException refused) {
      assertThat(refused.explanation()).isNotBlank();
    } catch (InvalidProtocolBufferException notAMessage) {
      assertThat(notAMessage).isNotNull();
    }
  }

  private static CreateVolumeRequest damaged(Random random, CreateVolumeRequest request)
      throws InvalidProtocolBufferException {
    byte[] bytes = request.toByteArray();
    for (int i = 0; i < 3 && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return CreateVolumeRequest.parseFrom(bytes);
  }

  private static CreateVolumeRequest create(Random random) {
    CreateVolumeRequest.Builder request = CreateVolumeRequest.newBuilder().setName(word(random));
    for (int i = random.nextInt(3); i > 0; i--) {
      request.addVolumeCapabilities(capability(random));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      request.putParameters(key(random), word(random));
    }
    if (random.nextBoolean()) {
      request.setCapacityRange(
          CapacityRange.newBuilder().setRequiredBytes(size(random)).setLimitBytes(size(random)));
    }
    if (random.nextInt(3) == 0) {
      request.setAccessibilityRequirements(
          TopologyRequirement.newBuilder()
              .addRequisite(Topology.newBuilder().putSegments(word(random), word(random))));
    }
    return request.build();
  }

  private static VolumeCapability capability(Random random) {
    VolumeCapability.Builder capability = VolumeCapability.newBuilder();
    switch (random.nextInt(3)) {
      case 0 -> capability.setBlock(BlockVolume.getDefaultInstance());
      case 1 -> capability.setMount(MountVolume.newBuilder().setFsType(word(random)));
      default -> capability.clearAccessType();
    }
    if (random.nextInt(4) > 0) {
      capability.setAccessMode(AccessMode.newBuilder().setModeValue(random.nextInt(10)));
    }
    return capability.build();
  }

  private static long size(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextLong();
      case 2 -> Long.MAX_VALUE - random.nextInt(3);
      default -> random.nextLong(1L << 40);
    };
  }

  private static String key(Random random) {
    return random.nextInt(3) == 0
        ? KEYS.get(random.nextInt(KEYS.size()))
        : StorageClassParameters.KEYS.get(random.nextInt(StorageClassParameters.KEYS.size()));
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }
}
