package dev.liteio.target.lvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.target.lvs.LvsImage.LvolImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write of the metadata that ends anywhere; a file that was damaged anywhere. */
class MetadataCrashTest {

  private static final UUID SNAPSHOT = new UUID(3, 4);
  private static final LvsImage BEFORE = image(7);
  private static final LvsImage AFTER = image(9);

  @TempDir Path folder;
  private Path device;
  private Path kept;

  private static LvsImage image(int clusters) {
    return new LvsImage(
        new UUID(1, 2),
        "store",
        1 << 20,
        4096,
        1 << 20,
        100,
        ClearMethod.NONE,
        List.of(
            new LvolImage(
                SNAPSHOT, "s", true, true, false, ClearMethod.UNMAP, null, new int[] {5, 6}),
            new LvolImage(
                new UUID(5, clusters),
                "v",
                true,
                false,
                false,
                ClearMethod.WRITE_ZEROES,
                SNAPSHOT,
                new int[] {-1, 40, 41, 42, -1, -1, clusters})));
  }

  @BeforeEach
  void keepTheOldState() throws Exception {
    device = folder.resolve("disk");
    kept = MetadataFile.beside(device);
    new MetadataFile(kept).replace(LvsCodec.encode(BEFORE));
  }

  private byte[] seen() throws Exception {
    byte[] bytes = Files.readAllBytes(kept);
    assertThat(LvsCodec.encode(LvsCodec.decode("kept", bytes))).isEqualTo(bytes);
    return bytes;
  }

  @Test
  void aWriteThatStopsAfterAnyByteLeavesTheOldState() throws Exception {
    byte[] next = LvsCodec.encode(AFTER);
    Path fresh = folder.resolve("disk.lvs.new");
    for (int written = 0; written <= next.length; written++) {
      Files.write(fresh, Arrays.copyOf(next, written));
      assertThat(seen()).isEqualTo(LvsCodec.encode(BEFORE));
    }
    new MetadataFile(kept).replace(next);
    assertThat(seen()).isEqualTo(next);
  }

  @Test
  void aFileCutAtAnyByteIsRefusedWithThePlace() {
    byte[] whole = LvsCodec.encode(AFTER);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> LvsCodec.decode("disk.lvs", cut))
          .isInstanceOf(DamagedMetadataException.class)
          .hasMessageContaining("disk.lvs: damaged at byte ");
    }
  }

  @Test
  void anyFlippedBitIsRefused() {
    byte[] whole = LvsCodec.encode(AFTER);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> LvsCodec.decode("disk.lvs", flipped))
          .as("bit %d", bit)
          .isInstanceOf(DamagedMetadataException.class);
    }
  }

  @Test
  void anErrorNamesTheSeenAndTheExpectedChecksum() {
    byte[] damaged = LvsCodec.encode(AFTER);
    damaged[20] ^= 1; // within the store's record
    assertThatThrownBy(() -> LvsCodec.decode("disk.lvs", damaged))
        .hasMessageMatching(
            ".*damaged at byte 8: checksum [0-9a-f]{8} \\(expected: [0-9a-f]{8}\\).*");
  }

  @Test
  void bytesOfAnyOtherKindAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (random.nextBoolean() && bytes.length >= 8) {
        System.arraycopy(LvsCodec.MAGIC, 0, bytes, 0, 8);
      }
      assertThatThrownBy(() -> LvsCodec.decode("disk.lvs", bytes))
          .isInstanceOf(DamagedMetadataException.class);
    }
  }
}
