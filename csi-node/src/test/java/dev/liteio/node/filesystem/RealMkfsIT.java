package dev.liteio.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.liteio.node.command.Command;
import dev.liteio.node.command.ProcessRunner;
import dev.liteio.rpc.TimeLimit;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the real mkfs writes is what we read. */
class RealMkfsIT {
  private static final long SIZE = 320L << 20;
  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(FilesystemType.class)
  void mkfsMakesWhatTheRecordSaysAndItCanBeDoneAgain(FilesystemType type) throws Exception {
    assumeThat(Path.of("/usr/sbin/mkfs." + type.word())).exists();
    Path device = Files.createFile(dir.resolve("device"));
    try (var access = new RandomAccessFile(device.toFile(), "rw")) {
      access.setLength(SIZE);
    }
    var tools = new FilesystemTools(new ProcessRunner());
    var content = new DeviceContent(device, SIZE, TimeLimit.after(Duration.ofMinutes(1)));
    UUID uuid = UUID.randomUUID();
    for (int time = 0; time < 2; time++) {
      tools.make(type, uuid, List.of(), device, TimeLimit.after(Duration.ofMinutes(1)));
      Superblock found = content.superblock().orElseThrow();
      assertThat(found.type()).isEqualTo(type.word());
      assertThat(found.uuid()).isEqualTo(uuid);
      assertThat(found.sizeBytes()).isBetween(SIZE - (1 << 20), SIZE);
      assertThat(found.finished()).isEqualTo(type == FilesystemType.XFS);
    }
    assertThat(content.firstByteFound()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(value = FilesystemType.class, names = "EXT4")
  void olderKindsAreToldApart(FilesystemType type) throws Exception {
    assumeThat(Path.of("/usr/sbin/mkfs." + type.word())).exists();
    for (String kind : List.of("ext2", "ext3")) {
      Path device = Files.createFile(dir.resolve(kind));
      try (var access = new RandomAccessFile(device.toFile(), "rw")) {
        access.setLength(16L << 20);
      }
      new ProcessRunner()
          .demand(
              Command.of(
                  Duration.ofMinutes(1), "mke2fs", "-q", "-F", "-t", kind, device.toString()));
      assertThat(
              new DeviceContent(device, 16L << 20, TimeLimit.after(Duration.ofMinutes(1)))
                  .superblock()
                  .orElseThrow()
                  .type())
          .isEqualTo(kind);
    }
  }
}
