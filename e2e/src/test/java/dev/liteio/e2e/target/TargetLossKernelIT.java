package dev.liteio.e2e.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.e2e.guest.InGuest;
import dev.liteio.spdk.nvmf.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that dies, and one that is out of reach, under a kernel that writes. */
@InGuest
class TargetLossKernelIT {
  private static final Duration IO = Duration.ofMinutes(5);

  @TempDir Path folder;
  private TargetProcess target;
  private KernelHost kernel;
  private VolumeExport volume;

  @BeforeEach
  void start(Guest guest) {
    target = TargetProcess.start(folder, 128);
    kernel = KernelHost.in(guest);
    volume = target.export("volume", 64);
    kernel.connect(volume.leg(), volume.host(), volume.port());
  }

  @AfterEach
  void stop(Guest guest) {
    guest.run("nvme", "disconnect-all");
    target.close();
  }

  @Test
  void a_killed_and_restarted_target_costs_a_writer_no_error_and_no_byte(Guest guest) {
    GuestCommand writer = writer(guest);
    kernel.awaitSectorsWritten(volume.leg(), 2048);

    target.kill();
    kernel.awaitControllerStates(volume.leg(), "connecting");
    target.restart();
    volume.export(target.rpc());

    assertThat(writer.await(IO).orThrow().stdout()).contains("err= 0");
    assertThat(guest.run("dmesg")).doesNotContain("I/O error, dev " + name());
  }

  @Test
  void a_target_killed_again_while_its_host_reconnects_costs_nothing_either(Guest guest) {
    GuestCommand writer = writer(guest);
    for (int round = 1; round <= 3; round++) {
      kernel.awaitSectorsWritten(volume.leg(), 2048L * round);
      target.kill();
      target.restart();
      volume.export(target.rpc());
    }

    assertThat(writer.await(IO).orThrow().stdout()).contains("err= 0");
  }

  @Test
  void a_listener_taken_away_and_put_back_makes_io_wait(Guest guest) {
    GuestCommand writer = writer(guest);
    kernel.awaitSectorsWritten(volume.leg(), 2048);
    ListenAddress address = ListenAddress.tcp("127.0.0.1", volume.port());

    target.rpc().nvmf().removeListener(volume.nqn(), address).join();
    kernel.awaitControllerStates(volume.leg(), "connecting");
    volume.listen(target.rpc(), volume.port());

    assertThat(writer.await(IO).orThrow().stdout()).contains("err= 0");
  }

  @Test
  void a_mounted_file_system_outlives_its_target(Guest guest) {
    guest.sh(
        "mkfs.ext4 -q %1$s; mkdir -p /run/m; mount %1$s /run/m; echo before >/run/m/file; sync"
            .formatted(kernel.disk(volume.leg())),
        IO);

    target.kill();
    GuestCommand writer = guest.start("echo after >>/run/m/file; sync");
    kernel.awaitControllerStates(volume.leg(), "connecting");
    target.restart();
    volume.export(target.rpc());

    assertThat(writer.await(IO).ok()).isTrue();
    assertThat(
            guest.sh(
                "umount /run/m; mount %s /run/m; cat /run/m/file; umount /run/m"
                    .formatted(kernel.disk(volume.leg()))))
        .isEqualTo("before\nafter");
  }

  @Test
  void a_cut_network_makes_io_wait(Guest guest) {
    GuestCommand writer = writer(guest);
    kernel.awaitSectorsWritten(volume.leg(), 2048);

    guest.run("busybox", "ip", "link", "set", "eth0", "down");
    kernel.awaitControllerStates(volume.leg(), "connecting");
    guest.sh(
        "busybox ip link set eth0 up; busybox ip route add default via 10.0.2.2 2>/dev/null || true");

    assertThat(writer.await(IO).orThrow().stdout()).contains("err= 0");
  }

  private GuestCommand writer(Guest guest) {
    return guest.start(
        Fio.verified(kernel.disk(volume.leg()), "bs=4k", "size=16M", "rate=1m,2m", "rw=randwrite"));
  }

  private String name() {
    return kernel.disk(volume.leg()).replace("/dev/", "");
  }
}
