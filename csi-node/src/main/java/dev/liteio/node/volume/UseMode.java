package dev.liteio.node.volume;

/**
 * An access mode, as csi.proto VolumeCapability.AccessMode names it.
 *
 * <p>Kubernetes asks for SINGLE_NODE_MULTI_WRITER for ReadWriteOnce and SINGLE_NODE_SINGLE_WRITER
 * for ReadWriteOncePod when both services say that they know them.
 */
public enum UseMode {
  /** One node; older callers say this for ReadWriteOnce and ReadWriteOncePod alike. */
  SINGLE_NODE_WRITER(true, false, false),
  /** One node, reading. */
  SINGLE_NODE_READER_ONLY(true, false, true),
  /** Many nodes, all reading. */
  MULTI_NODE_READER_ONLY(false, true, true),
  /** Many nodes, one of them writing. */
  MULTI_NODE_SINGLE_WRITER(false, true, false),
  /** Many nodes, all writing. */
  MULTI_NODE_MULTI_WRITER(false, true, false),
  /** One Pod. */
  SINGLE_NODE_SINGLE_WRITER(true, false, false),
  /** One node, any number of Pods. */
  SINGLE_NODE_MULTI_WRITER(true, true, false);

  private final boolean singleNode;
  private final boolean manyTargets;
  private final boolean readOnly;

  UseMode(boolean singleNode, boolean manyTargets, boolean readOnly) {
    this.singleNode = singleNode;
    this.manyTargets = manyTargets;
    this.readOnly = readOnly;
  }

  /** Whether no other node has it: only then may a file system be made. */
  public boolean singleNode() {
    return singleNode;
  }

  /** Whether it may be published at a second target path (CSI spec, NodePublishVolume). */
  public boolean manyTargets() {
    return manyTargets;
  }

  /** Whether nothing may be written. */
  public boolean readOnly() {
    return readOnly;
  }
}
