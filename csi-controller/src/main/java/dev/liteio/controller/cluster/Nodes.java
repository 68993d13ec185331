package dev.liteio.controller.cluster;

/** What Kubernetes knows of nodes. */
public interface Nodes {

  /** Whether a node runs the driver's node plugin: its CSINode lists the driver. */
  boolean isKnown(String node);

  /** Whether an administrator attested that the node is off (Kubernetes' out-of-service taint). */
  boolean isOutOfService(String node);

  /**
   * Whether a node does not run: Kubernetes has heard nothing of it for a while, or it says itself
   * that it is not Ready, or it was taken out of the cluster.
   */
  boolean isAway(String node);
}
