package dev.liteio.agent;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.volume.NodeName;
import dev.liteio.volume.TargetSlot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How an agent is run.
 *
 * @param node the node it serves; it acts on nothing of another node
 * @param rpcSocket where the target speaks JSON-RPC
 * @param endpoints where the target listens: numeric addresses that hosts can reach
 * @param slot which half of the controller ids the target hands out
 * @param lockFile keeps a second agent off this node
 * @param journal folder that remembers which process holds which device
 * @param resync how often everything is looked at though nothing was heard
 * @param deadline of a call to the target; clearing a new device takes as long as it takes
 * @param fileBlockSize bytes per block of pools on regular files
 * @param eventNamespace where events about cluster-scoped objects go
 */
public record AgentConfig(
    NodeName node,
    Path rpcSocket,
    List<Endpoint> endpoints,
    TargetSlot slot,
    Path lockFile,
    Path journal,
    Duration resync,
    Duration deadline,
    int fileBlockSize,
    String eventNamespace) {

  /** The port of NVMe/TCP. */
  public static final int DEFAULT_PORT = 4420;

  private static final Pattern NUMERIC =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
  private static final int SOCKET_LIMIT = 107;
  private static final int SMALLEST_BLOCK = 512;
  private static final int LARGEST_BLOCK = 4096;

  public AgentConfig {
    endpoints = List.copyOf(endpoints);
    check(!endpoints.isEmpty(), "endpoints: none (expected: at least one, such as 10.0.0.1:4420)");
    endpoints.forEach(AgentConfig::checkEndpoint);
    check(
        rpcSocket.isAbsolute() && rpcSocket.toString().length() <= SOCKET_LIMIT,
        "rpcSocket: %s (expected: an absolute path of at most %d bytes, such as /var/tmp/spdk.sock)"
            .formatted(rpcSocket, SOCKET_LIMIT));
    checkAbsolute("lockFile", lockFile, "/run/liteio/agent.lock");
    checkAbsolute("journal", journal, "/var/lib/liteio/agent");
    checkPositive("resync", resync, "1m");
    checkPositive("deadline", deadline, "10s");
    check(
        fileBlockSize == SMALLEST_BLOCK || fileBlockSize == LARGEST_BLOCK,
        "fileBlockSize: %d (expected: 512 or 4096; what a store was made with stays)"
            .formatted(fileBlockSize));
  }

  /** Everything at its default but what has none. */
  public static AgentConfig of(NodeName node, Path rpcSocket, String address) {
    return new AgentConfig(
        node,
        rpcSocket,
        List.of(new Endpoint(Transport.TCP, address, DEFAULT_PORT)),
        TargetSlot.A,
        Path.of("/run/liteio/agent.lock"),
        Path.of("/var/lib/liteio/agent"),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        LARGEST_BLOCK,
        "default");
  }

  /** The same, listening there. */
  public AgentConfig listeningAt(List<Endpoint> other) {
    return new AgentConfig(
        node,
        rpcSocket,
        other,
        slot,
        lockFile,
        journal,
        resync,
        deadline,
        fileBlockSize,
        eventNamespace);
  }

  /** The same, with lock and journal under this folder. */
  public AgentConfig keepingIn(Path folder) {
    return new AgentConfig(
        node,
        rpcSocket,
        endpoints,
        slot,
        folder.resolve("agent.lock"),
        folder.resolve("journal"),
        resync,
        deadline,
        fileBlockSize,
        eventNamespace);
  }

  /** The same, looking at everything that often, with this deadline of a call. */
  public AgentConfig paced(Duration otherResync, Duration otherDeadline) {
    return new AgentConfig(
        node,
        rpcSocket,
        endpoints,
        slot,
        lockFile,
        journal,
        otherResync,
        otherDeadline,
        fileBlockSize,
        eventNamespace);
  }

  private static void checkEndpoint(Endpoint endpoint) {
    String address = endpoint.address();
    check(
        NUMERIC.matcher(address).matches(),
        "endpoint %s: '%s' is no IP address (expected: a numeric address of this node; SPDK takes no host names)"
            .formatted(endpoint, address));
    check(
        !address.equals("0.0.0.0") && !address.equals("::"),
        "endpoint %s: hosts cannot connect to %s (expected: an address of this node that they can reach)"
            .formatted(endpoint, address));
    check(
        endpoint.port() > 0 && endpoint.port() <= 65_535,
        "endpoint %s: port %d (expected: 1 to 65535, such as %d)"
            .formatted(endpoint, endpoint.port(), DEFAULT_PORT));
  }

  private static void checkAbsolute(String name, Path path, String such) {
    check(
        path.isAbsolute(),
        "%s: %s (expected: an absolute path, such as %s)".formatted(name, path, such));
  }

  private static void checkPositive(String name, Duration duration, String such) {
    check(
        duration.isPositive(),
        "%s: %s (expected: more than nothing, such as %s)".formatted(name, duration, such));
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
