package dev.liteio.e2e.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.e2e.guest.InGuest;
import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.volume.HostIdentity;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded target as a Linux kernel sees it. */
@InGuest
class TargetKernelIT {
  private static final Duration IO = Duration.ofMinutes(5);

  @TempDir static Path folder;
  private static TargetProcess target;

  private static KernelHost kernel;

  @BeforeAll
  static void start(Guest guest) {
    target = TargetProcess.start(folder, 512);
    kernel = KernelHost.in(guest);
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @AfterEach
  void leave(Guest guest) {
    guest.run("nvme", "disconnect-all");
  }

  @Test
  void discovery_names_a_subsystem_to_the_host_that_may_use_it_and_to_no_other() {
    VolumeExport volume = target.export("discovered", 16);

    assertThat(kernel.discover(volume.host(), volume.port()))
        .contains("subnqn:  " + volume.nqn(), "trsvcid: " + volume.port());
    assertThat(kernel.discover(HostIdentity.mint(), volume.port())).doesNotContain(volume.nqn());
  }

  @Test
  void the_disk_carries_our_identity(Guest guest) {
    VolumeExport volume = target.export("identified", 16);
    kernel.connect(volume.leg(), volume.host(), volume.port());

    String sysfs = kernel.disk(volume.leg()).replace("/dev/", "/sys/block/");

    assertThat(guest.run("cat", sysfs + "/wwid")).isEqualTo("uuid." + volume.leg().uuid());
    assertThat(guest.run("cat", sysfs + "/nguid")).isEqualTo(volume.leg().uuid().toString());
    assertThat(guest.run("cat", sysfs + "/device/serial")).isEqualTo(volume.leg().serial());
    assertThat(kernel.size(volume.leg())).isEqualTo(16L << 20);
  }

  @Test
  void what_fio_writes_in_blocks_of_every_size_is_read_back(Guest guest) {
    VolumeExport volume = target.export("written", 64);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    String disk = kernel.disk(volume.leg());

    // in the capsule, by R2T, and cut into commands of 128 KiB
    guest.sh(Fio.verified(disk, "bsrange=4k-512k", "size=24M", "rw=randwrite"), IO);
    guest.sh(Fio.verified(disk, "bs=1M", "size=16M", "offset=32M", "rw=write"), IO);
  }

  @Test
  void discarded_and_zeroed_blocks_read_as_zeroes(Guest guest) {
    VolumeExport volume = target.export("discarded", 16);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    String disk = kernel.disk(volume.leg());

    guest.sh(
        """
        head -c 8M /dev/zero | tr '\\0' x | dd of=%1$s bs=1M iflag=fullblock oflag=direct status=none
        blkdiscard -o 0 -l 4M %1$s
        blkdiscard -z -o 4M -l 2M %1$s
        cmp -n 6M %1$s /dev/zero
        [ "$(dd if=%1$s bs=1M skip=6 count=2 iflag=direct status=none | tr -d x | wc -c)" = 0 ]
        """
            .formatted(disk),
        IO);
  }

  @Test
  void a_file_system_survives_a_reconnect(Guest guest) {
    VolumeExport volume = target.export("formatted", 64);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    guest.sh(
        "mkfs.ext4 -q %1$s; mkdir -p /run/m; mount %1$s /run/m; echo kept >/run/m/file; umount /run/m"
            .formatted(kernel.disk(volume.leg())),
        IO);
    kernel.disconnect(volume.leg());

    kernel.connect(volume.leg(), volume.host(), volume.port());

    String disk = kernel.disk(volume.leg());
    assertThat(guest.sh("mount " + disk + " /run/m; cat /run/m/file; umount /run/m"))
        .isEqualTo("kept");
    guest.sh("fsck.ext4 -fn " + disk);
  }

  @Test
  void digests_of_headers_and_data_agree(Guest guest) {
    VolumeExport volume = target.export("digested", 16);
    guest.sh(
        "nvme connect -t tcp -a %s -s %d -n %s -q %s -I %s -i 2 -g -G"
            .formatted(
                Guest.HOST,
                volume.port(),
                volume.nqn(),
                volume.host().nqn(),
                volume.host().hostId()));

    guest.sh(Fio.verified(kernel.disk(volume.leg()), "bs=16k", "size=4M", "rw=randwrite"), IO);
  }

  @Test
  void a_grown_volume_is_seen_without_a_reconnect(Guest guest) {
    VolumeExport volume = target.export("grown", 16);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    String disk = kernel.disk(volume.leg());

    target.rpc().lvols().resize(volume.lvol(), 32).join();

    guest.await("[ $(blockdev --getsize64 " + disk + ") = " + (32L << 20) + " ]", IO);
  }

  @Test
  void io_moves_to_the_other_path_when_the_first_turns_inaccessible(Guest guest) {
    VolumeExport volume = target.export("twice", 32);
    int second = Ports.free();
    volume.listen(target.rpc(), second);
    volume.ana(target.rpc(), second, AnaState.INACCESSIBLE);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    kernel.connect(volume.leg(), volume.host(), second);
    kernel.awaitAnaStates(volume.leg(), "optimized inaccessible");
    GuestCommand writer =
        guest.start(
            Fio.verified(kernel.disk(volume.leg()), "bs=4k", "size=8M", "rate=1m", "rw=randwrite"));
    kernel.awaitSectorsWritten(volume.leg(), 2048);

    volume.ana(target.rpc(), volume.port(), AnaState.INACCESSIBLE);
    volume.ana(target.rpc(), second, AnaState.OPTIMIZED);

    kernel.awaitAnaStates(volume.leg(), "inaccessible optimized");
    assertThat(writer.await(IO).orThrow().exit()).isZero();
  }

  @Test
  void io_waits_while_every_path_is_inaccessible(Guest guest) {
    VolumeExport volume = target.export("waiting", 16);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    String disk = kernel.disk(volume.leg());
    volume.ana(target.rpc(), volume.port(), AnaState.INACCESSIBLE);
    kernel.awaitAnaStates(volume.leg(), "inaccessible");

    GuestCommand writer =
        guest.start("dd if=/dev/zero of=" + disk + " bs=4k count=4 oflag=direct conv=fsync");
    guest.await("dmesg | grep -q 'no usable path'", IO);
    assertThat(writer.isRunning()).isTrue();
    volume.ana(target.rpc(), volume.port(), AnaState.OPTIMIZED);

    assertThat(writer.await(IO).exit()).isZero();
  }

  @Test
  void a_host_that_is_not_on_the_list_is_refused(Guest guest) {
    VolumeExport volume = target.export("guarded", 16);

    assertThat(kernel.tryConnect(volume.leg(), HostIdentity.mint(), volume.port()).ok()).isFalse();

    assertThat(guest.run("dmesg")).contains("is not allowed");
    assertThat(kernel.diskIsGone(volume.leg())).isTrue();
  }

  @Test
  void a_removed_host_writes_nothing_more_and_what_it_queued_dies_with_its_controller(Guest guest) {
    VolumeExport volume = target.export("fenced", 16);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    String disk = kernel.disk(volume.leg());
    guest.sh(Pattern.write('a', disk));

    volume.revoke(target.rpc(), volume.host());
    GuestCommand late = guest.start(Pattern.write('b', disk));
    kernel.awaitControllerStates(volume.leg(), "connecting");
    guest.await("dmesg | grep -q 'Failed reconnect attempt'", IO);
    assertThat(late.isRunning()).isTrue();
    assertThat(target.rpc().nvmf().controllers(volume.nqn()).join()).isEmpty();
    kernel.disconnect(volume.leg());

    assertThat(late.await(IO).ok()).isFalse();
    HostIdentity next = HostIdentity.mint();
    volume.allow(target.rpc(), next);
    kernel.connect(volume.leg(), next, volume.port());
    assertThat(guest.sh(Pattern.read(kernel.disk(volume.leg())))).isEqualTo("a");
  }

  @Test
  void a_host_let_in_again_sends_what_it_had_queued(Guest guest) {
    // which is why an identity is never used a second time
    VolumeExport volume = target.export("forgiven", 16);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    String disk = kernel.disk(volume.leg());
    guest.sh(Pattern.write('a', disk));

    volume.revoke(target.rpc(), volume.host());
    GuestCommand late = guest.start(Pattern.write('b', disk));
    kernel.awaitControllerStates(volume.leg(), "connecting");
    volume.allow(target.rpc(), volume.host());

    assertThat(late.await(IO).ok()).isTrue();
    assertThat(guest.sh(Pattern.read(disk))).isEqualTo("b");
  }

  @Test
  void disconnecting_leaves_nothing_on_either_side() {
    VolumeExport volume = target.export("left", 16);
    kernel.connect(volume.leg(), volume.host(), volume.port());
    assertThat(kernel.disk(volume.leg())).startsWith("/dev/nvme");
    assertThat(target.rpc().nvmf().controllers(volume.nqn()).join()).hasSize(1);

    kernel.disconnect(volume.leg());

    assertThat(kernel.diskIsGone(volume.leg())).isTrue();
    assertThat(target.rpc().nvmf().controllers(volume.nqn()).join()).isEmpty();
    assertThat(target.rpc().nvmf().queuePairs(volume.nqn()).join()).isEmpty();
  }
}
