package dev.liteio.controller.testing;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;

/** Nodes as the API server has them. */
final class KubernetesNode {

  private KubernetesNode() {}

  /** One whose condition Ready is {@code True}, or {@code Unknown}: its kubelet is not heard. */
  static Node of(String name, boolean ready) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "Unknown")
        .endCondition()
        .endStatus()
        .build();
  }
}
