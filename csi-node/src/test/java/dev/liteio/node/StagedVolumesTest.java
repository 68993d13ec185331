package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.AccessType;
import dev.liteio.node.volume.StagedVolume;
import dev.liteio.node.volume.StagedVolumes;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was begun is on record; a record that cannot be read is never taken for none. */
class StagedVolumesTest {

  @TempDir Path dir;
  private StagedVolumes records;
  private Path record;
  private StagedVolume volume;

  @BeforeEach
  void stage() throws Exception {
    NodeRig rig = new NodeRig(dir);
    rig.parts().stager().stage(rig.stageRequest(NodeRig.ext4()), NodeRig.soon());
    records = rig.staged();
    volume = records.find(NodeRig.VOLUME).orElseThrow();
    try (var files = Files.walk(dir)) {
      record =
          files.filter(each -> each.endsWith(NodeRig.VOLUME + ".json")).findFirst().orElseThrow();
    }
  }

  @Test
  void whatWasWrittenIsRead() {
    assertThat(volume.use().type()).isEqualTo(AccessType.MOUNT);
    assertThat(records.all()).containsExactly(volume);
    records.remove(NodeRig.VOLUME);
    assertThat(records.find(NodeRig.VOLUME)).isEmpty();
  }

  @Test
  void aRecordThatLacksSomethingIsRefused() throws Exception {
    for (String text : new String[] {"", "{}", "null", "[]", "{\"volume\":\"v\"}"}) {
      Files.writeString(record, text);
      assertThatThrownBy(() -> records.find(NodeRig.VOLUME))
          .as(text)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(record.toString());
      assertThat(records.all()).isEmpty();
    }
  }

  @Randomised
  void aDamagedRecordIsReadOrRefusedAndInNobodysWay() throws Exception {
    byte[] whole = Files.readAllBytes(record);
    Path other = record.resolveSibling("other.json");
    Files.write(other, whole);
    Cases.asMany(2000)
        .run(random -> {
          Files.write(record, damaged(whole, random));
          try {
            assertThat(records.find(NodeRig.VOLUME)).isPresent();
          } catch (UncheckedIOException e) {
            assertThat(e).hasMessageContaining(record.toString());
          }
          assertThat(records.all()).contains(volume);
        });
  }

  private static byte[] damaged(byte[] whole, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] bytes = whole.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
