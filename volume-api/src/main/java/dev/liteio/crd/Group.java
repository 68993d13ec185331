package dev.liteio.crd;

/** Names that all kinds of this group share. */
public final class Group {

  /** The API group. */
  public static final String NAME = "liteio.dev";

  /** The only version so far. */
  public static final String VERSION = "v1alpha1";

  /** {@code kubectl get liteio} lists every kind. */
  public static final String CATEGORY = "liteio";

  /** Holds Volumes and Attachments until the controller has let go of what belongs to them. */
  public static final String CONTROLLER_FINALIZER = "liteio.dev/controller";

  /** Holds LogicalVolumes until the agent has undone what is real. */
  public static final String AGENT_FINALIZER = "liteio.dev/agent";

  /** The label that names the volume an object belongs to. */
  public static final String VOLUME_LABEL = "liteio.dev/volume";

  /** The label that names the pool of a LogicalVolume. */
  public static final String POOL_LABEL = "liteio.dev/pool";

  private Group() {}
}
