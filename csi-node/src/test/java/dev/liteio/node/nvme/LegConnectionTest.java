package dev.liteio.node.nvme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.CrashPoint;
import dev.liteio.node.FakeKernel;
import dev.liteio.node.OpenFiles;
import dev.liteio.node.command.CommandResult;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel gives the name of what was let go to whatever comes next. */
class LegConnectionTest {

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          new Endpoint(Transport.TCP, "10.0.0.7", 4420),
          new Endpoint(Transport.TCP, "10.0.0.8", 4420));

  @TempDir Path root;
  private FakeKernel kernel;
  private final LegIdentity leg = LegIdentity.mint();
  private final LegIdentity other = LegIdentity.mint();
  private final HostIdentity host = HostIdentity.mint();

  @BeforeEach
  void export() throws IOException {
    kernel = new FakeKernel(root, new CrashPoint());
    for (LegIdentity each : List.of(leg, other)) {
      kernel
          .fabrics()
          .export(each.nqn().value(), each.uuid().toString(), 1 << 20)
          .allow(host.nqn().value(), true);
    }
  }

  private LegConnection connection(Disconnector disconnector) {
    return new LegConnection(
        new NvmeTree(root.resolve("sys")), new NvmeCli(kernel), disconnector, root.resolve("dev"));
  }

  private static TimeLimit limit() {
    return TimeLimit.after(Duration.ofSeconds(20));
  }

  /** It hands over the connection that it saw; that only that one goes is the other's contract. */
  @Test
  void a_connection_that_was_given_the_name_of_ours_meanwhile_is_let_be() {
    LegConnection plain = connection(kernel);
    var _ = plain.ensure(leg, host, ENDPOINTS, limit());

    connection(new Overtaken(plain)).remove(leg, limit());

    assertThat(plain.controllers(leg)).isEmpty();
    assertThat(plain.controllers(other))
        .extracting(NvmeController::name)
        .containsExactly("nvme0", "nvme1");
  }

  /** While the first of our paths is let go the second goes too, and another volume comes. */
  private final class Overtaken implements Disconnector {
    private final LegConnection plain;
    private boolean done;

    Overtaken(LegConnection plain) {
      this.plain = plain;
    }

    @Override
    public void disconnect(NvmeController seen, TimeLimit limit) {
      kernel.disconnect(seen, limit);
      if (!done) {
        done = true;
        plain.remove(leg, limit());
        var _ = plain.ensure(other, host, ENDPOINTS, limit());
      }
    }
  }

  @Test
  void a_connection_that_the_kernel_does_not_let_go_keeps_none_of_the_others() {
    LegConnection plain = connection(kernel);
    var _ = plain.ensure(leg, host, ENDPOINTS, limit());
    Disconnector stubborn =
        (seen, limit) -> {
          if (seen.name().equals("nvme0")) {
            throw new Unavailable("nvme0: busy");
          }
          kernel.disconnect(seen, limit);
        };

    assertThatThrownBy(() -> connection(stubborn).remove(leg, limit()))
        .isInstanceOf(Unavailable.class)
        .hasMessage("nvme0: busy");

    assertThat(plain.controllers(leg)).extracting(NvmeController::name).containsExactly("nvme0");
  }

  /**
   * A pipe that nobody writes to is opened by nobody, as a disk that is synced without its target.
   */
  @Test
  void a_disk_that_is_not_opened_in_time_is_given_up() throws Exception {
    LegConnection connection = connection(kernel);
    NvmeDisk disk = connection.ensure(leg, host, ENDPOINTS, limit());
    Path node = connection.node(disk);
    Files.delete(node);
    assertThat(new ProcessBuilder("mkfifo", node.toString()).start().waitFor()).isZero();
    try {
      assertThatThrownBy(() -> connection.hold(leg, disk, TimeLimit.after(Duration.ofMillis(200))))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("opening " + node);
    } finally {
      Files.newOutputStream(node).close(); // and the one that waits ends
    }
  }

  @Test
  void only_what_nvme_said_itself_is_explained_as_its_own() {
    kernel.script("nvme", new CommandResult(32, "", "mount: /mnt: permission denied.\n"));
    assertThatThrownBy(() -> connection(kernel).ensure(leg, host, ENDPOINTS, limit()))
        .isInstanceOf(Unavailable.class)
        .hasMessageEndingWith("mount: /mnt: permission denied.; repeat the call");

    kernel.script("nvme", new CommandResult(1, "", "Failed to write to /dev/nvme-fabrics\n"));
    assertThatThrownBy(() -> connection(kernel).ensure(leg, host, ENDPOINTS, limit()))
        .isInstanceOf(Unavailable.class)
        .hasMessageEndingWith("see the LogicalVolume's status");
  }

  @Test
  void a_disk_is_held_by_its_name_only_while_the_name_is_its_own() throws Exception {
    LegConnection connection = connection(kernel);
    NvmeDisk disk = connection.ensure(leg, host, ENDPOINTS, limit());
    connection.hold(leg, disk, limit()).close();

    connection.remove(leg, limit());
    assertThatThrownBy(() -> connection.hold(leg, disk, limit())).isInstanceOf(Unavailable.class);

    NvmeDisk heir = connection.ensure(other, host, ENDPOINTS, limit());
    assertThat(heir.name()).isEqualTo(disk.name());
    assertThatThrownBy(() -> connection.hold(leg, disk, limit()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("is not the disk of leg " + leg.uuid());
  }

  @Test
  void a_disk_that_cannot_be_told_from_another_is_not_kept_open() throws Exception {
    LegConnection connection = connection(kernel);
    NvmeDisk disk = connection.ensure(leg, host, ENDPOINTS, limit());
    Files.writeString(root.resolve("sys/block").resolve(disk.name()).resolve("size"), "?");

    assertThatThrownBy(() -> connection.hold(leg, disk, limit()))
        .isInstanceOf(NumberFormatException.class);

    assertThat(OpenFiles.holds(connection.node(disk))).isFalse();
  }
}
