package dev.liteio.controller.cluster;

import dev.liteio.kubernetes.ObjectName;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Nodes and CSINodes of the API server. */
public final class KubernetesNodes implements Nodes {

  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
  private static final String READY = "Ready";

  private final KubernetesClient client;

  public KubernetesNodes(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public boolean isKnown(String node) {
    if (!ObjectName.isPossible(node)) {
      return false;
    }
    CSINode entry = client.storage().v1().csiNodes().withName(node).get();
    return entry != null
        && entry.getSpec() != null
        && entry.getSpec().getDrivers().stream().anyMatch(d -> Driver.NAME.equals(d.getName()));
  }

  @Override
  public boolean isOutOfService(String node) {
    Node entry = client.nodes().withName(node).get();
    return entry != null
        && entry.getSpec() != null
        && entry.getSpec().getTaints().stream().anyMatch(t -> OUT_OF_SERVICE.equals(t.getKey()));
  }

  @Override
  public boolean isAway(String node) {
    Node entry = ObjectName.isPossible(node) ? client.nodes().withName(node).get() : null;
    return entry == null
        || entry.getStatus() == null
        || entry.getStatus().getConditions().stream()
            .noneMatch(c -> READY.equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
