package dev.liteio.volume;

import java.util.regex.Pattern;

/** The name of a Kubernetes Node, which is also its CSI node_id. */
public record NodeName(String value) {

  /** The label by which an agent finds the objects of its node. */
  public static final String LABEL = "liteio.dev/node";

  /** The topology key by which CSI speaks of a node. */
  public static final String TOPOLOGY_KEY = "csi.liteio.dev/node";

  private static final int LABEL_LIMIT = 63;
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  public NodeName {
    Checks.matching(FORM, "node name", value, "1 to 253 of a-z, 0-9, - and .");
  }

  /**
   * The value of {@link #LABEL} and {@link #TOPOLOGY_KEY}: the name, hashed when a label cannot
   * hold it.
   */
  public String label() {
    return value.length() <= LABEL_LIMIT ? value : "node-" + Digest.of(value, 40);
  }

  @Override
  public String toString() {
    return value;
  }
}
