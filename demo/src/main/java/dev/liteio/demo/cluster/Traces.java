package dev.liteio.demo.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Volume;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a volume leaves in a cluster while it is there: objects, connections and mounts of nodes,
 * what targets hold, and room that pools do not have.
 */
public final class Traces {
  /** What the kubelet has mounted for Pods: globalmounts, and what is bound from them. */
  private static final String ON_A_NODE =
      """
      cat /sys/class/nvme/*/subsysnqn 2>/dev/null | sed 's/^/is connected to /' || true
      sed -nE 's,^[^ ]+ ([^ ]*/kubernetes\\.io[/~]csi/[^ ]*) .*,has mounted \\1,p' /proc/mounts
      """;

  private final Cluster cluster;

  public Traces(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What is there now, a line each. */
  public List<String> find() {
    Stream<String> objects =
        Stream.of(
                Volume.class,
                LogicalVolume.class,
                Attachment.class,
                PersistentVolume.class,
                VolumeAttachment.class)
            .flatMap(this::objects);
    Stream<String> onNodes =
        cluster.nodes().stream()
            .flatMap(node -> Stream.concat(onNode(node), new NodeTarget(node).holds().stream()));
    return Stream.of(objects, onNodes, pools()).flatMap(each -> each).toList();
  }

  private Stream<String> objects(Class<? extends HasMetadata> kind) {
    return cluster.control().client().resources(kind).list().getItems().stream()
        .map(object -> HasMetadata.getKind(kind) + " " + object.getMetadata().getName());
  }

  private static Stream<String> onNode(ClusterNode node) {
    return node.guest().sh(ON_A_NODE).lines().map(what -> node.name() + " " + what);
  }

  /** A pool was all free before there was a volume; of one that is given up nothing is known. */
  private Stream<String> pools() {
    return cluster.control().client().resources(StoragePool.class).list().getItems().stream()
        .filter(pool -> !pool.getSpec().lostOrFalse())
        .flatMap(pool ->
            Optional.ofNullable(pool.getStatus()).flatMap(Traces::taken).stream()
                .map(taken -> "pool %s: %s".formatted(pool.getMetadata().getName(), taken)));
  }

  private static Optional<String> taken(StoragePoolStatus status) {
    return Objects.equals(status.capacityBytes(), status.freeBytes())
        ? Optional.empty()
        : Optional.of(
            "%d of %d bytes are free".formatted(status.freeBytes(), status.capacityBytes()));
  }
}
