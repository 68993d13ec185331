package dev.liteio.controller.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.volume.VolumeId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/**
 * The objects the controller works on; every decision about data reads them from the API server.
 */
public record Cluster(
    ObjectClient<StoragePool> pools,
    ObjectClient<Volume> volumes,
    ObjectClient<LogicalVolume> logicalVolumes,
    ObjectClient<Attachment> attachments,
    Nodes nodes) {

  /** Those of an API server. */
  public static Cluster of(KubernetesClient client) {
    return new Cluster(
        new ObjectClient<>(client, StoragePool.class),
        new ObjectClient<>(client, Volume.class),
        new ObjectClient<>(client, LogicalVolume.class),
        new ObjectClient<>(client, Attachment.class),
        new KubernetesNodes(client));
  }

  /** All attempts at the legs of a volume. */
  public List<LogicalVolume> legsOf(VolumeId volume) {
    return logicalVolumes.list(Map.of(Group.VOLUME_LABEL, volume.value()));
  }
}
