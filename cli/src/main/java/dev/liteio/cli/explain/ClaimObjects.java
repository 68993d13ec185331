package dev.liteio.cli.explain;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a claim, read once.
 *
 * @param claim null = there is none
 * @param events of the claim, the newest last
 * @param persistentVolume null = it is not bound
 * @param volume null = ours is not there
 */
public record ClaimObjects(
    String namespace,
    String name,
    @Nullable PersistentVolumeClaim claim,
    List<Event> events,
    @Nullable StorageClass storageClass,
    @Nullable PersistentVolume persistentVolume,
    List<VolumeAttachment> volumeAttachments,
    @Nullable Volume volume,
    List<LogicalVolume> logicalVolumes,
    List<Attachment> attachments,
    List<StoragePool> pools) {

  /** Reads them. */
  public static ClaimObjects read(KubernetesClient client, String namespace, String name) {
    PersistentVolumeClaim claim =
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
    String pvName = claim == null ? null : claim.getSpec().getVolumeName();
    PersistentVolume pv = pvName == null ? null : client.persistentVolumes().withName(pvName).get();
    String className = claim == null ? null : claim.getSpec().getStorageClassName();
    String volume = handle(pv).orElse("");
    return new ClaimObjects(
        namespace,
        name,
        claim,
        events(client, namespace, name),
        className == null ? null : client.storage().v1().storageClasses().withName(className).get(),
        pv,
        client.storage().v1().volumeAttachments().list().getItems().stream()
            .filter(each ->
                Objects.equals(each.getSpec().getSource().getPersistentVolumeName(), pvName))
            .filter(each -> pvName != null)
            .toList(),
        volume.isEmpty() ? null : client.resources(Volume.class).withName(volume).get(),
        client.resources(LogicalVolume.class).list().getItems().stream()
            .filter(each -> each.getSpec().volume().equals(volume))
            .toList(),
        client.resources(Attachment.class).list().getItems().stream()
            .filter(each -> each.getSpec().volume().equals(volume))
            .toList(),
        client.resources(StoragePool.class).list().getItems());
  }

  private static List<Event> events(KubernetesClient client, String namespace, String name) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> "PersistentVolumeClaim".equals(event.getInvolvedObject().getKind()))
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .sorted((a, b) -> when(a).compareTo(when(b)))
        .toList();
  }

  private static String when(Event event) {
    return event.getLastTimestamp() == null
        ? Objects.requireNonNullElse(event.getMetadata().getCreationTimestamp(), "")
        : event.getLastTimestamp();
  }

  /** The id of our volume, when the claim is bound to one of ours. */
  public Optional<String> volumeId() {
    return handle(persistentVolume);
  }

  private static Optional<String> handle(@Nullable PersistentVolume pv) {
    return Optional.ofNullable(pv)
        .map(each -> each.getSpec().getCsi())
        .filter(csi -> Driver.NAME.equals(csi.getDriver()))
        .map(CSIPersistentVolumeSource::getVolumeHandle);
  }
}
