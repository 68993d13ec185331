package dev.liteio.cli.report;

import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Optional;

/** Why nothing on a node can be relied on. */
public final class NodeTrouble {

  /** An administrator says that the node is off. */
  public static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

  private NodeTrouble() {}

  /** What is wrong with the node of that name; empty when nothing is. */
  public static String of(List<Node> nodes, String name) {
    Optional<Node> there =
        nodes.stream().filter(each -> each.getMetadata().getName().equals(name)).findFirst();
    if (there.isEmpty()) {
      return "the cluster has no node " + name;
    }
    if (isTainted(there.get())) {
      return "node %s is attested to be off (taint %s)".formatted(name, OUT_OF_SERVICE);
    }
    return isSilent(there.get()) ? "node %s is not Ready".formatted(name) : "";
  }

  private static boolean isTainted(Node node) {
    return node.getSpec() != null
        && node.getSpec().getTaints() != null
        && node.getSpec().getTaints().stream()
            .anyMatch(taint -> OUT_OF_SERVICE.equals(taint.getKey()));
  }

  private static boolean isSilent(Node node) {
    return node.getStatus() != null
        && node.getStatus().getConditions() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(each -> "Ready".equals(each.getType()) && !"True".equals(each.getStatus()));
  }
}
