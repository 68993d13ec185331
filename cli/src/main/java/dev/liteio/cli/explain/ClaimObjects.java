package dev.liteio.cli.explain;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a claim, read once.
 *
 * <p>Whatever may not be read is absent here, and its kind is among {@code refused}.
 *
 * @param claim null = there is none
 * @param events of the claim's namespace, the newest last
 * @param pods that use the claim
 * @param persistentVolume null = it is not bound
 * @param volume null = ours is not there
 * @param logicalVolumes of all volumes: they fill the pools
 * @param refused the kinds that the reader may not read, as people call them
 */
public record ClaimObjects(
    String namespace,
    String name,
    @Nullable PersistentVolumeClaim claim,
    List<Event> events,
    List<Pod> pods,
    @Nullable StorageClass storageClass,
    @Nullable PersistentVolume persistentVolume,
    List<VolumeAttachment> volumeAttachments,
    @Nullable Volume volume,
    List<LogicalVolume> logicalVolumes,
    List<Attachment> attachments,
    List<StoragePool> pools,
    List<Node> nodes,
    Set<String> refused) {

  /** Reads them. */
  public static ClaimObjects read(KubernetesClient client, String namespace, String name) {
    Questions ask = new Questions();
    PersistentVolumeClaim claim =
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
    String pvName = claim == null ? null : claim.getSpec().getVolumeName();
    PersistentVolume pv =
        pvName == null
            ? null
            : ask.one("PersistentVolumes", () -> client.persistentVolumes().withName(pvName).get());
    String className = claim == null ? null : claim.getSpec().getStorageClassName();
    String volume = handle(pv).orElse("");
    return new ClaimObjects(
        namespace,
        name,
        claim,
        ask.all("Events", () -> events(client, namespace)),
        ask.all("Pods", () -> pods(client, namespace, name)),
        className == null
            ? null
            : ask.one(
                "StorageClasses",
                () -> client.storage().v1().storageClasses().withName(className).get()),
        pv,
        pvName == null
            ? List.of()
            : ask.all("VolumeAttachments", () -> volumeAttachments(client, pvName)),
        volume.isEmpty()
            ? null
            : ask.one("Volumes", () -> client.resources(Volume.class).withName(volume).get()),
        ask.all("LogicalVolumes", () -> logicalVolumes(client)),
        ask.all("Attachments", () -> attachments(client, volume)),
        ask.all("StoragePools", () -> client.resources(StoragePool.class).list().getItems()),
        ask.all("Nodes", () -> client.nodes().list().getItems()),
        ask.refused());
  }

  private static List<LogicalVolume> logicalVolumes(KubernetesClient client) {
    return client.resources(LogicalVolume.class).list().getItems().stream()
        .filter(each -> each.getSpec() != null)
        .toList();
  }

  private static List<Attachment> attachments(KubernetesClient client, String volume) {
    return client.resources(Attachment.class).list().getItems().stream()
        .filter(each -> each.getSpec() != null && volume.equals(each.getSpec().volume()))
        .toList();
  }

  private static List<Event> events(KubernetesClient client, String namespace) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .sorted(Comparator.comparing(ClaimObjects::when))
        .toList();
  }

  private static List<Pod> pods(KubernetesClient client, String namespace, String claim) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> uses(pod, claim))
        .toList();
  }

  private static boolean uses(Pod pod, String claim) {
    return pod.getSpec() != null
        && pod.getSpec().getVolumes() != null
        && pod.getSpec().getVolumes().stream()
            .anyMatch(volume ->
                volume.getPersistentVolumeClaim() != null
                    && claim.equals(volume.getPersistentVolumeClaim().getClaimName()));
  }

  private static List<VolumeAttachment> volumeAttachments(KubernetesClient client, String pv) {
    return client.storage().v1().volumeAttachments().list().getItems().stream()
        .filter(each -> pv.equals(each.getSpec().getSource().getPersistentVolumeName()))
        .toList();
  }

  /** When an event was seen last. */
  static String when(Event event) {
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    return event.getEventTime() == null || event.getEventTime().getTime() == null
        ? Objects.requireNonNullElse(event.getMetadata().getCreationTimestamp(), "")
        : event.getEventTime().getTime();
  }

  /** Whether the reader may read objects of that kind. */
  boolean mayRead(String kind) {
    return !refused.contains(kind);
  }

  /** The events about an object, the newest last. */
  List<Event> eventsAbout(HasMetadata object) {
    return events.stream()
        .filter(event -> object.getKind().equals(event.getInvolvedObject().getKind()))
        .filter(event -> object.getMetadata().getName().equals(event.getInvolvedObject().getName()))
        .toList();
  }

  /** What serves the volume, and attempts that are to go. */
  List<LogicalVolume> legs() {
    String volume = volumeId().orElse("");
    return logicalVolumes.stream().filter(leg -> volume.equals(leg.getSpec().volume())).toList();
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
