package dev.liteio.cli.get;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.rpc.Driver;
import dev.liteio.volume.Suggestion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our objects, read once, in the order of their names.
 *
 * @param claims for each volume the claim it was made for, as {@code namespace/name}
 */
public record Inventory(
    List<StoragePool> pools,
    List<Volume> volumes,
    List<LogicalVolume> logicalVolumes,
    List<Attachment> attachments,
    Map<String, String> claims) {

  /**
   * Reads it. What was not asked for only adds to what was: who may not read that does without, and
   * who may not read PersistentVolumes sees no claims.
   *
   * @param asked the kinds to list
   * @throws IllegalStateException when one of those may not be read, or the cluster has none
   */
  public static Inventory read(KubernetesClient client, Collection<Kind> asked) {
    return new Inventory(
        list(client, StoragePool.class, asked.contains(Kind.POOLS)),
        list(client, Volume.class, asked.contains(Kind.VOLUMES)),
        list(client, LogicalVolume.class, asked.contains(Kind.LOGICAL_VOLUMES)),
        list(client, Attachment.class, asked.contains(Kind.ATTACHMENTS)),
        claims(client));
  }

  private static <T extends HasMetadata> List<T> list(
      KubernetesClient client, Class<T> type, boolean asked) {
    try {
      return client.resources(type).list().getItems().stream()
          .sorted(Comparator.comparing(Inventory::name))
          .toList();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw new IllegalStateException(
            "the cluster knows no %ss: is the chart installed? (docs/install.md)"
                .formatted(type.getSimpleName()),
            e);
      }
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && !asked) {
        return List.of();
      }
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new IllegalStateException(
            "you may not list %ss (docs/install.md, Who may look)".formatted(type.getSimpleName()),
            e);
      }
      throw e;
    }
  }

  private static Map<String, String> claims(KubernetesClient client) {
    Map<String, String> claims = new HashMap<>();
    try {
      for (PersistentVolume each : client.persistentVolumes().list().getItems()) {
        addClaim(each, claims);
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
    }
    return claims;
  }

  private static void addClaim(PersistentVolume volume, Map<String, String> claims) {
    var csi = volume.getSpec().getCsi();
    var claim = volume.getSpec().getClaimRef();
    if (csi != null && claim != null && Driver.NAME.equals(csi.getDriver())) {
      claims.put(csi.getVolumeHandle(), claim.getNamespace() + "/" + claim.getName());
    }
  }

  /** The objects of a kind. */
  public List<? extends HasMetadata> of(Kind kind) {
    return switch (kind) {
      case POOLS -> pools;
      case VOLUMES -> volumes;
      case LOGICAL_VOLUMES -> logicalVolumes;
      case ATTACHMENTS -> attachments;
    };
  }

  /** The claim that a volume was made for, or a dash. */
  String claim(String volume) {
    return claims.getOrDefault(volume, "-");
  }

  /** What serves a volume: no attempts that are to go. */
  List<LogicalVolume> legsOf(String volume) {
    return logicalVolumes.stream()
        .filter(each -> each.getSpec() != null && volume.equals(each.getSpec().volume()))
        .filter(each -> !each.getSpec().destroyOrFalse())
        .toList();
  }

  /** Who uses a volume. */
  List<Attachment> attachmentsOf(String volume) {
    return attachments.stream()
        .filter(each -> each.getSpec() != null && volume.equals(each.getSpec().volume()))
        .toList();
  }

  /**
   * The object of that kind and name.
   *
   * @throws IllegalStateException when there is none, with the name that was probably meant
   */
  public HasMetadata get(Kind kind, String name) {
    return of(kind).stream()
        .filter(each -> name(each).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(absent(kind, name)));
  }

  private String absent(Kind kind, String wanted) {
    return "there is no %s '%s'%s"
        .formatted(
            kind.singular(),
            wanted,
            Suggestion.of(wanted, of(kind).stream().map(Inventory::name).toList())
                .map(meant -> "; did you mean %s?".formatted(meant))
                .orElse("; `liteio get %s` lists those there are".formatted(kind.word())));
  }

  static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
