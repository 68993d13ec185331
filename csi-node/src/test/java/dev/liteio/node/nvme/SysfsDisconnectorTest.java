package dev.liteio.node.nvme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.failure.DeadlineExpired;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void one_that_the_kernel_was_told_of_before_is_fine() throws IOException {
    Files.delete(attribute());
    disconnector().disconnect(seen(), limit());
  }

  @Test
  void a_kernel_that_refuses_is_told_of() throws IOException {
    Files.delete(attribute());
    Files.createDirectory(attribute());
    assertThatThrownBy(() -> disconnector().disconnect(seen(), limit()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("letting go of nvme0")
        .hasMessageContaining("delete_controller: Is a directory");
  }

  @Test
  void nothing_is_told_when_no_time_is_left() throws IOException {
    assertThatThrownBy(() -> disconnector().disconnect(seen(), TimeLimit.after(Duration.ZERO)))
        .isInstanceOf(DeadlineExpired.class);
    assertThat(wasLetGo()).isFalse();
  }

  @Test
  void a_kernel_that_takes_its_time_is_not_waited_for_without_end() throws Exception {
    assertThat(toldTooLate(() -> {})).isEqualTo("1");
  }

  @Test
  void it_is_the_one_that_was_opened_that_is_looked_at() throws Exception {
    String told =
        toldTooLate(() -> Files.writeString(directory().resolve("hostnqn"), "nqn.host-b\n"));
    assertThat(told).isEmpty();
  }

  private interface Change {
    void make() throws IOException;
  }

  /** What is written, when that change comes between opening and looking. */
  private String toldTooLate(Change change) throws Exception {
    NvmeController seen = seen();
    Files.delete(attribute());
    assertThat(new ProcessBuilder("mkfifo", attribute().toString()).start().waitFor()).isZero();
    // a pipe that nobody reads is opened by nobody
    assertThatThrownBy(() -> disconnector().disconnect(seen, TimeLimit.after(SOON)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("not answered in time");
    change.make();
    return Files.readString(attribute());
  }
}
