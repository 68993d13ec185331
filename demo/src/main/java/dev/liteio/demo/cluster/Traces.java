package dev.liteio.demo.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a volume leaves in a cluster while it is there: objects, connections of nodes, and what
 * targets hold.
 */
public final class Traces {
  private static final String CONNECTED = "cat /sys/class/nvme/*/subsysnqn 2>/dev/null || true";

  private final Cluster cluster;

  public Traces(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What is there now, a line each. */
  public List<String> find() {
    Stream<String> objects =
        Stream.of(Volume.class, LogicalVolume.class, Attachment.class, PersistentVolume.class)
            .flatMap(this::objects);
    Stream<String> onNodes =
        cluster.nodes().stream()
            .flatMap(
                node -> Stream.concat(connections(node), new NodeTarget(node).holds().stream()));
    return Stream.concat(objects, onNodes).toList();
  }

  private Stream<String> objects(Class<? extends HasMetadata> kind) {
    return cluster.control().client().resources(kind).list().getItems().stream()
        .map(object -> HasMetadata.getKind(kind) + " " + object.getMetadata().getName());
  }

  private static Stream<String> connections(ClusterNode node) {
    return node.guest().sh(CONNECTED).lines().map(nqn -> node.name() + " is connected to " + nqn);
  }
}
