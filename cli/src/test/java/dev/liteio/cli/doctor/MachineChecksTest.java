package dev.liteio.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.cli.Samples;
import dev.liteio.cli.report.Health;
import dev.liteio.crd.Attachment;
import dev.liteio.volume.HostIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {

  @TempDir Path root;

  private static List<String> lines(FakeMachine machine, String... addresses) {
    return new MachineChecks(machine.read(), false)
        .all(Reading.of(Set.of(addresses))).stream().map(Diagnosis::line).toList();
  }

  private static String line(List<String> lines, String check) {
    return lines.stream().filter(line -> line.contains(check)).findFirst().orElse("");
  }

  @Test
  void a_machine_on_which_all_is_well_has_nothing_but_ok() throws IOException {
    assertThat(lines(FakeMachine.well(root), "10.0.0.7"))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("OK"));
  }

  @Test
  void a_module_may_be_built_in_or_loadable_from_a_compressed_file() throws IOException {
    FakeMachine machine =
        FakeMachine.well(root)
            .loaded("ext4")
            .modules("modules.builtin", "kernel/drivers/nvme/host/nvme-fabrics.ko")
            .modules("modules.dep", "kernel/drivers/nvme/host/nvme-tcp.ko.xz: kernel/x.ko.xz");

    assertThat(line(lines(machine), "nvme_fabrics"))
        .isEqualTo("OK    kernel module nvme_fabrics: built in");
    assertThat(line(lines(machine), "nvme_tcp")).contains("OK", "not loaded yet, loadable");
  }

  @Test
  void a_module_that_the_running_kernel_lacks_is_bad_and_says_what_to_install() throws IOException {
    FakeMachine machine =
        FakeMachine.well(root).loaded("ext4").modules("modules.dep", "kernel/fs/ext4.ko:");

    assertThat(line(lines(machine), "nvme_tcp")).startsWith("BAD").contains("linux-modules-extra");
  }

  @Test
  void a_module_that_nothing_is_known_of_is_a_warning() throws IOException {
    assertThat(line(lines(FakeMachine.well(root).loaded("ext4")), "nvme_tcp"))
        .startsWith("WARN")
        .endsWith("modprobe nvme-tcp");
  }

  @Test
  void multipath_has_to_be_on_and_is_not_known_before_the_module_is_loaded() throws IOException {
    String parameter = "sys/module/nvme_core/parameters/multipath";
    FakeMachine machine = FakeMachine.well(root).file(parameter, "N\n");

    assertThat(line(lines(machine), "multipath"))
        .startsWith("BAD")
        .contains("nvme_core.multipath=Y");
    assertThat(root.resolve(parameter).toFile().delete()).isTrue();
    assertThat(line(lines(machine), "multipath"))
        .startsWith("BAD")
        .contains("CONFIG_NVME_MULTIPATH");
    assertThat(line(lines(machine.loaded("ext4")), "multipath")).startsWith("- ");
  }

  @Test
  void missing_programs_are_bad_in_the_image_and_a_warning_on_a_host() throws IOException {
    FakeMachine machine = FakeMachine.well(root);
    assertThat(root.resolve("usr/sbin/nvme").toFile().delete()).isTrue();
    assertThat(root.resolve("usr/sbin/mkfs.xfs").toFile().setExecutable(false)).isTrue();

    assertThat(line(lines(machine), "programs"))
        .startsWith("WARN")
        .contains("missing: mkfs.xfs, nvme", "apt-get install xfsprogs nvme-cli");
    assertThat(new MachineChecks(machine.read(), true).all(Reading.of(Set.of())))
        .extracting(Diagnosis::health)
        .contains(Health.BAD);
  }

  @Test
  void the_way_to_a_target_is_the_most_specific_route() throws IOException {
    List<String> lines = lines(FakeMachine.well(root), "10.0.0.7", "192.168.3.4", "172.16.0.1");

    assertThat(line(lines, "10.0.0.7")).startsWith("OK").contains("by eth0, MTU 1500");
    assertThat(line(lines, "172.16.0.1")).startsWith("OK").contains("by eth0");
    assertThat(line(lines, "192.168.3.4"))
        .startsWith("WARN")
        .contains("by stor0, MTU 9000", "1500, as the default route's eth0 has", "-s 8972");
  }

  @Test
  void a_small_mtu_and_no_route_are_told() throws IOException {
    FakeMachine small = FakeMachine.well(root).device("eth0", 1450);

    assertThat(line(lines(small, "10.0.0.7"), "10.0.0.7")).startsWith("WARN").contains("1450");
    assertThat(line(lines(small, "fd00::7"), "fd00::7")).startsWith("BAD").contains("no route");
  }

  @Test
  void ipv6_routes_are_read_and_rejecting_ones_are_none() throws IOException {
    FakeMachine machine =
        FakeMachine.well(root)
            .routes6(
                "fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 stor0",
                "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo");

    assertThat(line(lines(machine, "fd00::7"), "fd00::7")).contains("by stor0, MTU 9000");
    assertThat(line(lines(machine, "2001:db8::1"), "2001:db8::1")).contains("no route");
  }

  @Test
  void an_empty_machine_is_read_without_a_fall() throws IOException {
    assertThat(lines(new FakeMachine(root), "10.0.0.7")).hasSize(5);
  }

  @Test
  void a_connection_without_an_attachment_is_an_orphan() throws IOException {
    String ours = Samples.LEG.nqn().value();
    FakeMachine machine =
        FakeMachine.well(root)
            .connection("nvme0", "nqn.2019-08.org.qemu:disk", "h", "live")
            .connection("nvme1", ours, Samples.HOST.nqn().value(), "live")
            .connection("nvme2", ours, HostIdentity.mint().nqn().value(), "connecting");
    List<Attachment> attachments = List.of(Samples.attachment("pvc-1", "live"));

    assertThat(ConnectionChecks.of(machine.read().connections(), Reading.of(attachments)))
        .extracting(Diagnosis::line)
        .singleElement()
        .asString()
        .startsWith("BAD   NVMe connection nvme2: connecting to tcp://10.0.0.7:4420")
        .endsWith("echo 1 > /sys/class/nvme/nvme2/delete_controller");
  }

  @Test
  void connections_in_use_are_well_unless_their_target_is_away() throws IOException {
    String host = Samples.HOST.nqn().value();
    FakeMachine machine =
        FakeMachine.well(root).connection("nvme1", Samples.LEG.nqn().value(), host, "live");
    Reading<List<Attachment>> attachments =
        Reading.of(List.of(Samples.attachment("pvc-1", "live")));

    assertThat(ConnectionChecks.of(machine.read().connections(), attachments))
        .extracting(Diagnosis::line)
        .containsExactly("OK    NVMe connections: 1 to volumes of ours, all in use");
    machine.connection("nvme1", Samples.LEG.nqn().value(), host, "connecting");
    assertThat(ConnectionChecks.of(machine.read().connections(), attachments).getFirst().line())
        .startsWith("WARN")
        .contains("reads and writes wait");
    assertThat(ConnectionChecks.of(machine.read().connections(), Reading.unreadable("no rights")))
        .extracting(Diagnosis::health)
        .containsExactly(Health.NEUTRAL);
  }
}
