package dev.liteio.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.FakeSuperblock;
import dev.liteio.rpc.TimeLimit;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceContentTest {
  private static final long SIZE = 256L << 20;
  private static final TimeLimit LIMIT = TimeLimit.after(Duration.ofMinutes(10));
  @TempDir Path dir;

  @Test
  void allZeroesAreBlank() throws Exception {
    assertThat(new DeviceContent(blank(SIZE), SIZE, LIMIT).firstByteFound()).isEmpty();
    assertThat(new DeviceContent(blank(SIZE), SIZE, LIMIT).superblock()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        511,
        0x438,
        1048575,
        8193L << 10,
        32768L << 12,
        SIZE / 2,
        SIZE - 1048576,
        SIZE - 1
      })
  void oneByteInHeadTailOrAtAKnownPlaceIsFound(long at) throws Exception {
    Path device = blank(SIZE);
    FakeSuperblock.write(device, new byte[] {1}, at);
    assertThat(new DeviceContent(device, SIZE, LIMIT).firstByteFound()).contains(at);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 511, 4096, 65536, 1048577})
  void aTinyDeviceIsReadWhole(long size) throws Exception {
    Path device = blank(size);
    assertThat(new DeviceContent(device, size, LIMIT).firstByteFound()).isEmpty();
    FakeSuperblock.write(device, new byte[] {1}, size - 1);
    assertThat(new DeviceContent(device, size, LIMIT).firstByteFound()).contains(size - 1);
  }

  @Test
  void aReadThatFailsIsAnErrorAndNeverBlank() throws Exception {
    var missing = new DeviceContent(dir.resolve("missing"), SIZE, LIMIT);
    assertThatThrownBy(missing::firstByteFound).isInstanceOf(Unavailable.class);
    assertThatThrownBy(missing::superblock).isInstanceOf(Unavailable.class);
    var shorter = new DeviceContent(blank(SIZE / 2), SIZE, LIMIT);
    assertThatThrownBy(shorter::firstByteFound)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("the device ends");
    var directory = new DeviceContent(Files.createDirectory(dir.resolve("d")), SIZE, LIMIT);
    assertThatThrownBy(directory::superblock).isInstanceOf(Unavailable.class);
  }

  /** A pipe that nobody writes to waits as a disk does whose target is away. */
  @Test
  void aReadThatIsNotAnsweredIsGivenUp() throws Exception {
    Path silent = dir.resolve("silent");
    assertThat(new ProcessBuilder("mkfifo", silent.toString()).start().waitFor()).isZero();
    var device = new DeviceContent(silent, SIZE, TimeLimit.after(Duration.ofMillis(200)));
    try {
      assertThatThrownBy(device::superblock)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("not answered in time");
    } finally {
      Files.newOutputStream(silent).close(); // and the one that waits ends
    }
  }

  @Test
  void fileSystemsAreKnownByTheirSuperblocks() throws Exception {
    UUID uuid = UUID.randomUUID();
    Path device = blank(SIZE);
    FakeSuperblock.ext4(device, uuid, SIZE);
    assertThat(new DeviceContent(device, SIZE, LIMIT).superblock())
        .contains(new Superblock("ext4", uuid, SIZE, false));
    Path other = blank(SIZE);
    FakeSuperblock.xfs(other, uuid, SIZE);
    assertThat(new DeviceContent(other, SIZE, LIMIT).superblock())
        .contains(new Superblock("xfs", uuid, SIZE, true));
  }

  private Path blank(long size) throws Exception {
    Path file = Files.createTempFile(dir, "device", "");
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
    return file;
  }
}
