package dev.liteio.target.host;

import dev.liteio.target.tcp.Digests;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;

/**
 * How a host connects.
 *
 * @param address of the target
 * @param subsystemNqn what it wants
 * @param hostNqn who it is
 * @param hostId who it is, again
 * @param ioQueues how many I/O queues
 * @param keepAlive how long the target waits for a sign of life; zero = for ever
 * @param commandLimit how long a command may take before the connection counts as dead
 */
public record HostOptions(
    InetSocketAddress address,
    String subsystemNqn,
    String hostNqn,
    UUID hostId,
    int ioQueues,
    Digests digests,
    Duration keepAlive,
    Duration commandLimit) {

  /** One I/O queue, no digests, no keep-alive, half a minute a command. */
  public static HostOptions of(
      InetSocketAddress address, String subsystemNqn, String hostNqn, UUID hostId) {
    return new HostOptions(
        address,
        subsystemNqn,
        hostNqn,
        hostId,
        1,
        Digests.NONE,
        Duration.ZERO,
        Duration.ofSeconds(30));
  }

  /** The same with that many I/O queues. */
  public HostOptions withIoQueues(int count) {
    return new HostOptions(
        address, subsystemNqn, hostNqn, hostId, count, digests, keepAlive, commandLimit);
  }

  /** The same with those digests. */
  public HostOptions withDigests(Digests wanted) {
    return new HostOptions(
        address, subsystemNqn, hostNqn, hostId, ioQueues, wanted, keepAlive, commandLimit);
  }

  /** The same with that keep-alive. */
  public HostOptions withKeepAlive(Duration wanted) {
    return new HostOptions(
        address, subsystemNqn, hostNqn, hostId, ioQueues, digests, wanted, commandLimit);
  }
}
