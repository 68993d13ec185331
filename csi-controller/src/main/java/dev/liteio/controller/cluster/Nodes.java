package dev.liteio.controller.cluster;

/** What Kubernetes knows of nodes. */
public interface Nodes {

  /** Whether a node runs the driver's node plugin: its CSINode lists the driver. */
  boolean isKnown(String node);

  /** Whether an administrator attested that the node is off (Kubernetes' out-of-service taint). */
  boolean isOutOfService(String node);
}
