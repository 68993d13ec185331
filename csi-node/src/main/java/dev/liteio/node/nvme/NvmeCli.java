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

/**
 * nvme-cli, with the options every connection of ours has.
 *
 * <p>A controller never gives up (ctrl-loss-tmo -1) and fast_io_fail_tmo stays off: a target that
 * restarts costs a wait and no error. Keep-alive finds a dead peer; a reconnect is tried every two
 * seconds.
 */
public final class NvmeCli {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration DISCONNECT = Duration.ofSeconds(30);
  private static final String KEEP_ALIVE_SECONDS = "5";
  private static final String RECONNECT_SECONDS = "2";
  private static final String ALREADY = "already connected";

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
            limit.remaining(CONNECT));
    CommandResult result = tried(command);
    if (!result.succeeded() && !result.said().contains(ALREADY)) {
      throw new Unavailable(
          CommandFailure.exited(command, result).explanation()
              + "; nvme-cli says the same of a host that is not let in and of a subsystem that is"
              + " not served: see the LogicalVolume's status");
    }
  }

  /** Lets go of one controller, whatever state it is in. What it had queued fails. */
  public void disconnect(String controller, TimeLimit limit) {
    var command = Command.of(limit.remaining(DISCONNECT), "nvme", "disconnect", "-d", controller);
    // its exit code tells nothing about a controller that went by itself: the caller looks at sysfs
    var _ = tried(command);
  }

  private CommandResult tried(Command command) {
    try {
      return runner.run(command);
    } catch (CommandFailure e) {
      throw new Unavailable(e.explanation(), e);
    }
  }
}
