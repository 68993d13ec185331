package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.Installation;

/** The driver in the cluster that all classes share, with a pool on each node. */
final class InstalledDriver {
  static final String STORAGE_CLASS = "liteio";

  private static final int POOL_MIB = 1024;

  private InstalledDriver() {}

  /** Installs it, unless an earlier test did; returns when both nodes can use volumes. */
  static synchronized Installation in(Cluster cluster) {
    Installation installation = Installation.in(cluster);
    if (!installation.isThere()) {
      installation.install();
      for (ClusterNode node : cluster.nodes()) {
        installation.addPool(node, POOL_MIB);
      }
    }
    installation.awaitReady();
    return installation;
  }
}
