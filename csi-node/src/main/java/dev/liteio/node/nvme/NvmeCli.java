package dev.liteio.node.nvme;

import dev.liteio.crd.Endpoint;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandResult;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.Nqn;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code nvme connect}, with the options every connection of ours has.
 *
 * <p>A controller never gives up (ctrl-loss-tmo -1) and fast_io_fail_tmo stays off: a target that
 * restarts costs a wait and no error. Keep-alive finds a dead peer; a reconnect is tried every two
 * seconds.
 */
public final class NvmeCli {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final String KEEP_ALIVE_SECONDS = "5";
  private static final String RECONNECT_SECONDS = "2";
  private static final String ALREADY = "already connected";

  /**
   * Launches a program where /dev has no disk. nvme-cli opens every NVMe disk of the machine before
   * it connects, and an open waits while somebody syncs that disk and its target is away: one
   * silent target would keep all volumes from coming. What is mounted here is seen by nobody else;
   * what others unmount meanwhile is unmounted here too.
   */
  public static final List<String> WITHOUT_DISKS =
      List.of(
          "unshare",
          "--mount",
          "--propagation=slave",
          "sh",
          "-c",
          """
          set -e
          mount -t tmpfs -o mode=755 dev /mnt
          : > /mnt/nvme-fabrics
          mount -o bind /dev/nvme-fabrics /mnt/nvme-fabrics
          mount -o rbind /mnt /dev
          exec "$0" "$@"
          """);

  private static final Pattern LAUNCHER_SPOKE = Pattern.compile("(unshare|sh|mount): .*");

  private final CommandRunner runner;

  /** Calls nvme through {@code runner}. */
  public NvmeCli(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * Makes a path to a subsystem. One that is there already is fine.
   *
   * @throws Unavailable when it cannot be made: the kernel says little about why
   */
  public void connect(Endpoint endpoint, Nqn subsystem, HostIdentity host, TimeLimit limit) {
    var command =
        new Command(
            List.of(
                "nvme",
                "connect",
                "-t",
                endpoint.transport().trtype(),
                "-a",
                endpoint.address(),
                "-s",
                String.valueOf(endpoint.port()),
                "-n",
                subsystem.value(),
                "-q",
                host.nqn().value(),
                "-I",
                host.hostId(),
                "--keep-alive-tmo=" + KEEP_ALIVE_SECONDS,
                "--reconnect-delay=" + RECONNECT_SECONDS,
                "--ctrl-loss-tmo=-1"),
            limit.remaining(CONNECT),
            WITHOUT_DISKS);
    CommandResult result = tried(command);
    if (!result.succeeded() && !result.said().contains(ALREADY)) {
      throw new Unavailable(CommandFailure.exited(command, result).explanation() + hint(result));
    }
  }

  private static String hint(CommandResult result) {
    return LAUNCHER_SPOKE.matcher(result.said()).matches()
        ? "; repeat the call"
        : "; nvme-cli says the same of a host that is not let in and of a subsystem that is"
            + " not served: see the LogicalVolume's status";
  }

  private CommandResult tried(Command command) {
    try {
      return runner.run(command);
    } catch (CommandFailure e) {
      throw new Unavailable(e.explanation(), e);
    }
  }
}
