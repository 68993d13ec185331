package dev.liteio.node.nvme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** By files as sysfs has them; what the kernel does then is seen in the kernel lane. */
class SysfsDisconnectorTest extends DisconnectorContract {
  private static final Duration SOON = Duration.ofMillis(200);

  @Override
  void connect(String subsystem, String host) throws IOException {
    Path directory = Files.createDirectories(directory());
    Files.writeString(directory.resolve("subsysnqn"), subsystem + "\n");
    Files.writeString(directory.resolve("hostnqn"), host + "\n");
    Files.writeString(directory.resolve("state"), "connecting\n");
    Files.writeString(directory.resolve("delete_controller"), "");
  }

  @Override
  void lose(String name) throws IOException {
    for (String each : new String[] {"subsysnqn", "hostnqn", "state", "delete_controller"}) {
      Files.delete(directory().resolve(each));
    }
    Files.delete(directory());
  }

  @Override
  Disconnector disconnector() {
    return new SysfsDisconnector(root.resolve("sys"));
  }

  @Override
  boolean wasLetGo() throws IOException {
    return Files.readString(attribute()).equals("1");
  }

  private Path directory() {
    return root.resolve("sys/class/nvme/nvme0");
  }

  private Path attribute() {
    return directory().resolve("delete_controller");
  }

  private NvmeController seen() {
    return new NvmeTree(root.resolve("sys")).controller("nvme0").orElseThrow();
  }

  @Test
  void one_that_is_on_its_way_out_is_not_told_again() throws IOException {
    Files.writeString(directory().resolve("state"), "deleting (no IO)\n");
    disconnector().disconnect(seen(), limit());
    assertThat(wasLetGo()).isFalse();
  }

  @Test
  void a_kernel_that_refuses_is_told_of() throws IOException {
    Files.delete(attribute());
    Files.createDirectory(attribute());
    assertThatThrownBy(() -> disconnector().disconnect(seen(), limit()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("nvme0")
        .hasMessageContaining("delete_controller");
  }

  @Test
  void a_kernel_that_takes_its_time_is_not_waited_for_without_end() throws Exception {
    Files.delete(attribute());
    assertThat(new ProcessBuilder("mkfifo", attribute().toString()).start().waitFor()).isZero();
    // a pipe that nobody reads is opened by nobody
    assertThatThrownBy(() -> disconnector().disconnect(seen(), TimeLimit.after(SOON)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("goes on by itself");
    try (FileChannel reader = FileChannel.open(attribute(), StandardOpenOption.READ)) {
      assertThat(reader.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
  }
}
