package dev.liteio.controller.request;

import csi.v1.Topology;
import csi.v1.TopologyRequirement;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.volume.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From where a volume has to be reached, as node labels ({@link NodeName#label}).
 *
 * @param requisite from at least one of these; empty = from anywhere
 * @param preferred best first
 */
public record Accessibility(Set<String> requisite, List<String> preferred) {

  /** From anywhere. */
  public static final Accessibility ANYWHERE = new Accessibility(Set.of(), List.of());

  public Accessibility {
    requisite = Set.copyOf(requisite);
    preferred = List.copyOf(preferred);
  }

  /** Reads a requirement; segments of other keys are refused. */
  public static Accessibility parse(TopologyRequirement requirement) {
    return new Accessibility(
        Set.copyOf(nodes(requirement.getRequisiteList())), nodes(requirement.getPreferredList()));
  }

  /** A single topology: from there. */
  public static Accessibility from(Topology topology) {
    List<String> nodes = nodes(List.of(topology));
    return new Accessibility(Set.copyOf(nodes), nodes);
  }

  private static List<String> nodes(List<Topology> topologies) {
    LinkedHashSet<String> nodes = new LinkedHashSet<>();
    for (Topology topology : topologies) {
      topology.getSegmentsMap().forEach((key, value) -> nodes.add(node(key, value)));
    }
    return new ArrayList<>(nodes);
  }

  private static String node(String key, String value) {
    if (!key.equalsIgnoreCase(NodeName.TOPOLOGY_KEY)) {
      throw new InvalidRequest(
          "topology key '%s' (expected: %s)".formatted(key, NodeName.TOPOLOGY_KEY));
    }
    return value;
  }

  /** The nodes that are wanted, best first: what is preferred, else the only one that will do. */
  public List<String> order() {
    return preferred.isEmpty() && requisite.size() == 1 ? List.copyOf(requisite) : preferred;
  }

  /** The node that will use the volume, when it is known. */
  public Optional<String> consumer() {
    return order().stream().findFirst();
  }
}
