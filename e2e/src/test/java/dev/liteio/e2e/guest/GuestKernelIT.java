package dev.liteio.e2e.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.demo.guest.CommandResult;
import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.demo.guest.GuestConfig;
import dev.liteio.demo.guest.GuestException;
import dev.liteio.demo.guest.GuestKernel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness itself. */
@InGuest
class GuestKernelIT {

  @Test
  void a_command_answers_exit_code_and_both_outputs_apart(Guest guest) {
    CommandResult result = guest.attempt("echo out; echo err >&2; exit 7");

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.stdout()).isEqualTo("out");
    assertThat(result.stderr()).isEqualTo("err");
  }

  @Test
  void arguments_arrive_as_they_are(Guest guest) {
    assertThat(guest.run("printf", "%s|", "a b", "it's", "$HOME")).isEqualTo("a b|it's|$HOME|");
  }

  @Test
  void commands_overlap(Guest guest) {
    Path gate = Guest.SHARED.resolve("gate");
    List<GuestCommand> waiting =
        IntStream.range(0, 5)
            .mapToObj(i -> guest.start("until [ -e " + gate + " ]; do sleep 0.1; done; echo " + i))
            .toList();

    guest.run("touch", gate.toString());

    assertThat(waiting)
        .extracting(command -> command.await(Duration.ofMinutes(2)).stdout())
        .containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void a_command_past_its_deadline_is_killed_with_all_it_started(Guest guest) {
    assertThatThrownBy(() -> guest.attempt("sleep 987 | cat", Duration.ofSeconds(2)))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("not done after PT2S");

    guest.await("! pgrep -f 'sleep 987'", Duration.ofMinutes(1));
  }

  @Test
  void a_guest_whose_kernel_breaks_ends_and_says_so(@TempDir Path folder) throws Exception {
    GuestConfig config = GuestConfig.of(GuestKernel.locate(System.getenv()), folder);
    CompletableFuture<Boolean> broke = new CompletableFuture<>();
    try (Guest other = Guest.boot(config)) {
      other.onBreak(() -> broke.complete(true));
      GuestCommand running = other.start("sleep 987");

      other.breakKernel();

      assertThat(broke.get(1, TimeUnit.MINUTES)).isTrue();
      assertThatThrownBy(() -> running.await(Duration.ofMinutes(1)))
          .rootCause()
          .hasMessageContaining("Kernel panic");
      assertThatThrownBy(() -> other.sh("true")).rootCause().hasMessageContaining("Kernel panic");
    }
    assertThat(config.console()).content().contains("Kernel panic");
  }

  @Test
  void the_guest_has_a_kernel_of_its_own_and_this_machine_s_files(Guest guest) {
    assertThat(guest.run("uname", "-r")).startsWith("6.12.");
    assertThat(Path.of(guest.sh("readlink -f \"$(command -v nvme)\""))).isRegularFile();
  }

  @Test
  void what_the_guest_writes_reaches_the_shared_folder_only(Guest guest) throws IOException {
    guest.sh("echo hello > /root/of-the-guest; cp /root/of-the-guest " + Guest.SHARED);

    assertThat(Path.of("/root/of-the-guest")).doesNotExist();
    assertThat(Files.readString(guest.config().shared().resolve("of-the-guest")))
        .isEqualTo("hello\n");
  }

  @Test
  void a_unix_socket_of_the_guest_is_reached_from_here(Guest guest) throws IOException {
    int port = guest.relay("/run/echo.sock");
    guest.start(
        """
        exec perl -e 'use IO::Socket::UNIX; my $s = IO::Socket::UNIX->new(Local => "/run/echo.sock", Listen => 1);
        my $c = $s->accept(); my $line = <$c>; print $c scalar reverse $line'
        """);
    guest.await("[ -S /run/echo.sock ]", Duration.ofMinutes(1));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("relayed\n".getBytes(StandardCharsets.UTF_8));
      byte[] answer = socket.getInputStream().readNBytes("\ndeyaler".length());

      assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("\ndeyaler");
    }
  }

  @Test
  void the_console_is_a_file(Guest guest) {
    guest.sh("echo a line for the console > /dev/kmsg; echo another > /dev/console");

    assertThat(guest.config().console()).content().contains("another");
  }

  @Test
  void linux_s_own_target_and_host_work_in_it(Guest guest) {
    guest.sh(
        """
        modprobe nvmet-tcp
        truncate -s 64M /run/disk
        cd /sys/kernel/config/nvmet
        mkdir subsystems/probe ports/1
        echo 1 > subsystems/probe/attr_allow_any_host
        mkdir subsystems/probe/namespaces/1
        echo /run/disk > subsystems/probe/namespaces/1/device_path
        echo 1 > subsystems/probe/namespaces/1/enable
        echo tcp > ports/1/addr_trtype
        echo ipv4 > ports/1/addr_adrfam
        echo 127.0.0.1 > ports/1/addr_traddr
        echo 4420 > ports/1/addr_trsvcid
        ln -s "$PWD/subsystems/probe" ports/1/subsystems/probe
        """);

    guest.run("nvme", "connect", "-t", "tcp", "-a", "127.0.0.1", "-s", "4420", "-n", "probe");
    guest.await("[ -b /dev/nvme0n1 ]", Duration.ofMinutes(1));

    assertThat(guest.run("blockdev", "--getsize64", "/dev/nvme0n1")).isEqualTo("67108864");
    assertThat(guest.run("nvme", "disconnect", "-n", "probe")).contains("disconnected 1");
  }
}
