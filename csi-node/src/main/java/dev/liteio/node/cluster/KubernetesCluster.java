package dev.liteio.node.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.Unavailable;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The real one. Statuses are updated with the resourceVersion that was read. */
public final class KubernetesCluster implements Cluster {
  private static final int ATTEMPTS = 5;

  private final KubernetesClient client;

  /** Talks through {@code client}, which the caller closes. */
  public KubernetesCluster(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Volume> volume(String name) {
    return get(Volume.class, name);
  }

  @Override
  public Optional<Attachment> attachment(String name) {
    return get(Attachment.class, name);
  }

  @Override
  public Optional<LogicalVolume> logicalVolume(String name) {
    return get(LogicalVolume.class, name);
  }

  @Override
  public void recordFilesystem(
      String volume, @Nullable FilesystemRecord expected, FilesystemRecord next) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Volume now = volume(volume).orElseThrow(() -> new NotFound(volume + ": no such Volume"));
      VolumeStatus status = now.getStatus();
      FilesystemRecord recorded = status == null ? null : status.filesystem();
      if (Objects.equals(recorded, next)) {
        return;
      }
      if (!Objects.equals(recorded, expected)) {
        throw new Unavailable(
            "%s: status.filesystem is %s (expected: %s); another node wrote it, repeat the call"
                .formatted(volume, recorded, expected));
      }
      now.setStatus(status == null ? new VolumeStatus(null, null, next, null) : status.with(next));
      if (updated(now)) {
        return;
      }
    }
    throw new Unavailable(volume + ": status.filesystem could not be written, repeat the call");
  }

  @Override
  public void report(String attachment, String uid, AttachmentStatus status) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Attachment now = attachment(attachment).orElse(null);
      if (now == null
          || !uid.equals(now.getMetadata().getUid())
          || status.equals(now.getStatus())) {
        return;
      }
      now.setStatus(status);
      if (updated(now)) {
        return;
      }
    }
    throw new Unavailable(attachment + ": the status of this Attachment could not be written");
  }

  /** False when somebody wrote the object since it was read. */
  private boolean updated(HasMetadata object) {
    try {
      var _ = client.resource(object).updateStatus();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw unreachable(object.getMetadata().getName(), e);
    }
  }

  private <T extends HasMetadata> Optional<T> get(Class<T> kind, String name) {
    try {
      return Optional.ofNullable(client.resources(kind).withName(name).get());
    } catch (KubernetesClientException e) {
      throw unreachable(kind.getSimpleName() + " " + name, e);
    }
  }

  private static Unavailable unreachable(String what, KubernetesClientException e) {
    return new Unavailable(
        "%s: the Kubernetes API answered: %s; repeat the call".formatted(what, e.getMessage()), e);
  }
}
