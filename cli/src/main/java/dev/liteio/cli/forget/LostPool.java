package dev.liteio.cli.forget;

import dev.liteio.cli.get.Inventory;
import dev.liteio.cli.get.Kind;
import dev.liteio.cli.get.Listing;
import dev.liteio.cli.report.NodeTrouble;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What goes with a pool that is given up.
 *
 * @param nodes of the cluster
 */
public record LostPool(StoragePool pool, Inventory inventory, List<Node> nodes) {

  /**
   * The pool of that name.
   *
   * @throws IllegalStateException when there is none, with the name that was probably meant
   */
  public static LostPool of(Inventory inventory, List<Node> nodes, String name) {
    return new LostPool((StoragePool) inventory.get(Kind.POOLS, name), inventory, nodes);
  }

  /**
   * Why it must not be given up; empty when its node is gone for all that Kubernetes knows. What is
   * on a node that lives can be drained, and its agent serves it still.
   */
  public String objection() {
    if (pool.getSpec() == null) {
      return "pool %s has no spec: delete it".formatted(name());
    }
    String node = pool.getSpec().node();
    if (!NodeTrouble.of(nodes, node).isEmpty()) {
      return "";
    }
    return "pool %s is on node %s, which is Ready: nothing there is lost. To take it out of use set spec.cordoned and delete its claims; if the node is about to go for good, taint it %s first"
        .formatted(name(), node, NodeTrouble.OUT_OF_SERVICE);
  }

  /** What is lost, a line each, and how much it is together. */
  public List<String> losses(Instant now) {
    List<LogicalVolume> lost = logicalVolumes();
    if (lost.isEmpty()) {
      return List.of("no volume lies on pool %s".formatted(name()));
    }
    Set<String> names =
        lost.stream().map(each -> each.getMetadata().getName()).collect(Collectors.toSet());
    long bytes = lost.stream().mapToLong(each -> each.getSpec().sizeBytes()).sum();
    List<String> lines =
        new ArrayList<>(new Listing(inventory, now).of(Kind.LOGICAL_VOLUMES, names).lines(false));
    lines.add(
        "%d %s of %s on pool %s will be lost for good: there is no other copy"
            .formatted(
                lost.size(),
                lost.size() == 1 ? "volume" : "volumes",
                new ByteSize(bytes).rounded(),
                name()));
    return lines;
  }

  private List<LogicalVolume> logicalVolumes() {
    return inventory.logicalVolumes().stream()
        .filter(each -> each.getSpec() != null)
        .filter(each -> Objects.equals(each.getSpec().pool(), name()))
        .toList();
  }

  private String name() {
    return pool.getMetadata().getName();
  }
}
