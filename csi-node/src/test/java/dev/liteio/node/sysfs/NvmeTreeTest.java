package dev.liteio.node.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree as a 6.12 kernel shows it: two controllers of one subsystem, multipath, links and all. */
class NvmeTreeTest {
  private static final String NQN = "nqn.2026-11.dev.liteio:aaaaaaaa-0000-4000-8000-000000000001";
  private static final String HOST =
      "nqn.2014-08.org.nvmexpress:uuid:11111111-2222-3333-4444-555555555555";
  private static final String UUID = "aaaaaaaa-0000-4000-8000-000000000001";
  private static final Path SUBSYSTEM = Path.of("devices/virtual/nvme-subsystem/nvme-subsys0");
  private static final Path FABRICS = Path.of("devices/virtual/nvme-fabrics/ctl");

  @TempDir Path sys;
  private NvmeTree tree;

  @BeforeEach
  void lay() throws IOException {
    controller(0, "127.0.0.1", "live", "optimized");
    controller(1, "127.0.0.2", "connecting", "inaccessible");
    Path head = SUBSYSTEM.resolve("nvme0n1");
    attribute(SUBSYSTEM, "subsysnqn", NQN);
    attribute(head, "uuid", UUID);
    attribute(head, "size", "262144");
    attribute(head, "dev", "259:1");
    link(head.resolve("device"), SUBSYSTEM);
    link(Path.of("block/nvme0n1"), head);
    link(Path.of("class/nvme-subsystem/nvme-subsys0"), SUBSYSTEM);
    link(Path.of("dev/block/259:1"), head);
    // disks of the machine itself
    attribute(Path.of("devices/pci/vda"), "size", "1000");
    link(Path.of("block/vda"), Path.of("devices/pci/vda"));
    tree = new NvmeTree(sys);
  }

  @Test
  void controllersAreReadWithWhoTheyAreAndWhereTheyLead() {
    assertThat(tree.controllers())
        .extracting(NvmeController::name)
        .containsExactly("nvme0", "nvme1");
    NvmeController first = tree.controllersOf(NQN).getFirst();
    assertThat(first.host()).isEqualTo(HOST);
    assertThat(first.live()).isTrue();
    assertThat(first.leadsTo("127.0.0.1", 4420)).isTrue();
    assertThat(first.leadsTo("127.0.0.1", 4421)).isFalse();
    assertThat(first.leadsTo("127.0.0.2", 4420)).isFalse();
    assertThat(first.endpoint()).isEqualTo("tcp://127.0.0.1:4420");
    assertThat(tree.controllersOf("nqn.other")).isEmpty();
    assertThat(tree.anaState("nvme0")).contains("optimized");
    assertThat(tree.anaState("nvme1")).contains("inaccessible");
    assertThat(tree.anaState("nvme9")).isEmpty();
  }

  @Test
  void whereAControllerLeadsIsNeverReadFromItsAddressWhichBreaksTheKernel() throws IOException {
    attribute(FABRICS.resolve("nvme0"), "address", "traddr=10.0.0.1,trsvcid=1,src_addr=10.0.0.2");
    assertThat(tree.controllers().getFirst().endpoint()).isEqualTo("tcp://127.0.0.1:4420");
    Files.delete(sys.resolve(FABRICS).resolve("nvme0/uevent"));
    assertThat(tree.controllers().getFirst().endpoint()).isEqualTo("tcp://?:?");
  }

  @Test
  void whatCannotBeReadDoesNotPassForWhatIsNotThere() throws IOException {
    Path attribute = sys.resolve(FABRICS).resolve("nvme0/hostnqn");
    Files.delete(attribute);
    assertThat(tree.controllers().getFirst().host()).isEmpty();
    Files.createDirectory(attribute);
    assertThatThrownBy(() -> tree.controllers())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nvme0/hostnqn");
  }

  @Test
  void theDiskIsTheHeadAndNeverAHiddenPath() {
    assertThat(tree.disks())
        .containsExactly(new NvmeDisk("nvme0n1", UUID, NQN, 134217728, new DeviceNumber(259, 1)));
    assertThat(tree.disk(UUID)).isPresent();
    assertThat(tree.disk("bbbbbbbb-0000-4000-8000-000000000001")).isEmpty();
    assertThat(tree.isGone(new DeviceNumber(259, 1))).isFalse();
    assertThat(tree.isGone(new DeviceNumber(259, 2))).isTrue();
    assertThat(tree.isGone(new DeviceNumber(0, 40))).isFalse();
  }

  @Test
  void withoutMultipathThePathItselfIsTheDisk() throws IOException {
    Path disk = FABRICS.resolve("nvme1/nvme1n1");
    attribute(disk, "uuid", "cccccccc-0000-4000-8000-000000000001");
    attribute(disk, "size", "8");
    attribute(disk, "dev", "259:7");
    link(disk.resolve("device"), FABRICS.resolve("nvme1"));
    link(Path.of("block/nvme1n1"), disk);
    assertThat(tree.disk("cccccccc-0000-4000-8000-000000000001").orElseThrow().subsystem())
        .isEqualTo(NQN);
  }

  @Test
  void whatIsHalfThereIsNotThere() throws IOException {
    Files.delete(sys.resolve(SUBSYSTEM).resolve("nvme0n1/dev"));
    assertThat(tree.disks()).isEmpty();
    Files.delete(sys.resolve(FABRICS).resolve("nvme0/subsysnqn"));
    assertThat(tree.controllers()).hasSize(1);
    link(Path.of("class/nvme/nvme7"), Path.of("devices/gone"));
    assertThat(tree.controllers()).hasSize(1);
  }

  @Test
  void aMachineWithoutNvmeHasNone() {
    var bare = new NvmeTree(sys.resolve("nowhere"));
    assertThat(bare.controllers()).isEmpty();
    assertThat(bare.disks()).isEmpty();
  }

  private void controller(int n, String address, String state, String ana) throws IOException {
    Path directory = FABRICS.resolve("nvme" + n);
    attribute(directory, "subsysnqn", NQN);
    attribute(directory, "hostnqn", HOST);
    attribute(
        directory,
        "uevent",
        """
        MAJOR=245
        MINOR=%d
        DEVNAME=nvme%d
        NVME_TRTYPE=tcp
        NVME_TRADDR=%s
        NVME_TRSVCID=4420
        NVME_HOST_TRADDR=none
        NVME_HOST_IFACE=none\
        """
            .formatted(n, n, address));
    attribute(directory, "state", state);
    Path path = directory.resolve("nvme0c" + n + "n1");
    attribute(path, "ana_state", ana);
    attribute(path, "hidden", "1");
    attribute(path, "uuid", UUID);
    link(Path.of("class/nvme/nvme" + n), directory);
    link(Path.of("block/nvme0c" + n + "n1"), path);
  }

  private void attribute(Path directory, String name, String value) throws IOException {
    Files.createDirectories(sys.resolve(directory));
    Files.writeString(sys.resolve(directory).resolve(name), value + "\n");
  }

  private void link(Path from, Path to) throws IOException {
    Files.createDirectories(sys.resolve(from).getParent());
    Files.createSymbolicLink(sys.resolve(from), sys.resolve(to));
  }
}
