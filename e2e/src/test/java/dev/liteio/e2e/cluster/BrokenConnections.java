package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import java.util.List;
import java.util.stream.Stream;

/** What the kernels of the nodes tell of connections to targets that broke, or came back. */
final class BrokenConnections {
  // that it would reconnect for ever is told of each connection that is made
  private static final String TOLD =
      "dmesg | grep -iE 'nvme.*(error recovery|reconnect|keep.alive|timeout)'"
          + " | grep -v 'will reconnect forever' || true";

  private BrokenConnections() {}

  /** All that they told until now, a line each. */
  static List<String> toldOn(Cluster cluster) {
    return cluster.nodes().stream().flatMap(BrokenConnections::told).toList();
  }

  private static Stream<String> told(ClusterNode node) {
    return node.guest().sh(TOLD).lines().map(line -> node.name() + ": " + line);
  }
}
