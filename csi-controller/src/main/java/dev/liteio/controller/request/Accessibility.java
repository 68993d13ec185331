package dev.liteio.controller.request;

import csi.v1.Topology;
import csi.v1.TopologyRequirement;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.volume.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * From where a volume has to be reached, as node labels ({@link NodeName#label}).
 *
 * @param requisite from at least one of these; empty = from anywhere
 * @param preferred best first
 */
public record Accessibility(List<String> requisite, List<String> preferred) {

  /** From anywhere. */
  public static final Accessibility ANYWHERE = new Accessibility(List.of(), List.of());

  public Accessibility {
    requisite = List.copyOf(requisite);
    preferred = List.copyOf(preferred);
  }

  /** Reads a requirement; segments of other keys are refused. */
  public static Accessibility parse(TopologyRequirement requirement) {
    return new Accessibility(
        nodes(requirement.getRequisiteList()), nodes(requirement.getPreferredList()));
  }

  /** A single topology: from there. */
  public static Accessibility from(Topology topology) {
    List<String> nodes = nodes(List.of(topology));
    return new Accessibility(nodes, nodes);
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

  /** The node that will use the volume, when it is known. */
  public Optional<String> consumer() {
    if (!preferred.isEmpty()) {
      return Optional.of(preferred.get(0));
    }
    return requisite.size() == 1 ? Optional.of(requisite.get(0)) : Optional.empty();
  }
}
