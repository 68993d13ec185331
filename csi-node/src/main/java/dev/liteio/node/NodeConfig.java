package dev.liteio.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a node plugin finds its world.
 *
 * @param nodeName the Kubernetes Node's name, which is the CSI node_id
 * @param csiSocket the socket it serves CSI on
 * @param registrationDirectory where the kubelet looks for plugins; absent = the kubelet is not
 *     told
 * @param kubeletCsiSocket the CSI socket as the kubelet's own mount namespace sees it
 * @param stateDirectory where it remembers what it has begun; has to live exactly as long as what
 *     the kernel holds, so on a tmpfs of the host
 * @param sys {@code /sys}
 * @param proc {@code /proc}
 * @param dev {@code /dev}
 * @param healthPort where /healthz answers, 0 = any free port; absent = nowhere
 * @param mostVolumes how many volumes this node takes; 0 = no limit of ours
 * @param lookInterval how often staged volumes' paths are looked at
 */
public record NodeConfig(
    String nodeName,
    Path csiSocket,
    Optional<Path> registrationDirectory,
    Path kubeletCsiSocket,
    Path stateDirectory,
    Path sys,
    Path proc,
    Path dev,
    OptionalInt healthPort,
    int mostVolumes,
    Duration lookInterval) {
  /** Where it remembers what it has begun, unless told otherwise. */
  public static final Path STATE_DIRECTORY = Path.of("/run/liteio/node");

  private static final int PORTS = 65535;
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

  public NodeConfig {
    if (mostVolumes < 0) {
      throw new IllegalArgumentException(
          "max volumes: %d (expected: >= 0, where 0 is no limit)".formatted(mostVolumes));
    }
    if (healthPort.isPresent() && (healthPort.getAsInt() < 0 || healthPort.getAsInt() > PORTS)) {
      throw new IllegalArgumentException(
          "health port: %d (expected: 0 to %d, where 0 is any that is free)"
              .formatted(healthPort.getAsInt(), PORTS));
    }
  }

  /** A real machine without a kubelet: what the command line starts from. */
  public static NodeConfig of(String nodeName, Path csiSocket) {
    return new NodeConfig(
        nodeName,
        csiSocket,
        Optional.empty(),
        csiSocket,
        STATE_DIRECTORY,
        Path.of("/sys"),
        Path.of("/proc"),
        Path.of("/dev"),
        OptionalInt.empty(),
        0,
        LOOK_INTERVAL);
  }

  /** The same, made known to the kubelet that looks into {@code directory}. */
  public NodeConfig registeredIn(Path directory, Path socketAsTheKubeletSeesIt) {
    return new NodeConfig(
        nodeName,
        csiSocket,
        Optional.of(directory),
        socketAsTheKubeletSeesIt,
        stateDirectory,
        sys,
        proc,
        dev,
        healthPort,
        mostVolumes,
        lookInterval);
  }

  /** The same, remembering elsewhere. */
  public NodeConfig remembering(Path directory) {
    return new NodeConfig(
        nodeName,
        csiSocket,
        registrationDirectory,
        kubeletCsiSocket,
        directory,
        sys,
        proc,
        dev,
        healthPort,
        mostVolumes,
        lookInterval);
  }

  /** The same, answering /healthz on that port. */
  public NodeConfig healthyOn(int port) {
    return new NodeConfig(
        nodeName,
        csiSocket,
        registrationDirectory,
        kubeletCsiSocket,
        stateDirectory,
        sys,
        proc,
        dev,
        OptionalInt.of(port),
        mostVolumes,
        lookInterval);
  }

  /** The same machine with its trees below {@code root}: for tests. */
  public NodeConfig below(Path root) {
    return new NodeConfig(
        nodeName,
        csiSocket,
        registrationDirectory,
        kubeletCsiSocket,
        stateDirectory,
        root.resolve("sys"),
        root.resolve("proc"),
        root.resolve("dev"),
        healthPort,
        mostVolumes,
        lookInterval);
  }
}
