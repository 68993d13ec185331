package dev.liteio.node.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.Unavailable;
import dev.liteio.kubernetes.ObjectClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The real one: every write is compare-and-set. */
public final class KubernetesCluster implements Cluster {
  private static final String NOBODY = "nobody";

  private final ObjectClient<Volume> volumes;
  private final ObjectClient<Attachment> attachments;
  private final ObjectClient<LogicalVolume> logicalVolumes;
  private final Clock clock;

  /** Talks through {@code client}, which the caller closes. */
  public KubernetesCluster(KubernetesClient client) {
    this(client, Clock.systemUTC());
  }

  /** The same by that clock, for the dates of conditions. */
  public KubernetesCluster(KubernetesClient client, Clock clock) {
    this.clock = clock;
    volumes = new ObjectClient<>(client, Volume.class);
    attachments = new ObjectClient<>(client, Attachment.class);
    logicalVolumes = new ObjectClient<>(client, LogicalVolume.class);
  }

  @Override
  public boolean isReachable() {
    try {
      var _ = attachments.get(NOBODY);
      return true;
    } catch (KubernetesClientException e) {
      return e.getCode() != 0;
    }
  }

  @Override
  public Optional<Volume> volume(String name) {
    return asked("Volume " + name, () -> volumes.get(name));
  }

  @Override
  public Optional<Attachment> attachment(String name) {
    return asked("Attachment " + name, () -> attachments.get(name));
  }

  @Override
  public Optional<LogicalVolume> logicalVolume(String name) {
    return asked("LogicalVolume " + name, () -> logicalVolumes.get(name));
  }

  @Override
  public List<LogicalVolume> logicalVolumesOf(String volume) {
    return asked(
        "LogicalVolumes of " + volume,
        () -> logicalVolumes.list(Map.of(Group.VOLUME_LABEL, volume)));
  }

  @Override
  public void recordFilesystem(
      String volume, @Nullable FilesystemRecord expected, FilesystemRecord next) {
    Optional<Volume> written =
        asked(
            "Volume " + volume,
            () -> volumes.editStatus(volume, each -> recorded(each, expected, next)));
    if (written.isEmpty()) {
      throw new NotFound(volume + ": no such volume");
    }
  }

  private static Volume recorded(
      Volume volume, @Nullable FilesystemRecord expected, FilesystemRecord next) {
    VolumeStatus status = volume.getStatus();
    FilesystemRecord now = status == null ? null : status.filesystem();
    if (!Objects.equals(now, expected) && !Objects.equals(now, next)) {
      throw new Unavailable(
          "%s: status.filesystem is %s (expected: %s); another node wrote it, repeat the call"
              .formatted(volume.getMetadata().getName(), now, expected));
    }
    volume.setStatus(
        status == null ? new VolumeStatus(null, null, null, next, null) : status.with(next));
    return volume;
  }

  @Override
  public void report(String attachment, String uid, AttachmentStatus status) {
    var _ =
        asked(
            "Attachment " + attachment,
            () -> attachments.editStatus(attachment, each -> reported(each, uid, status)));
  }

  private Attachment reported(Attachment attachment, String uid, AttachmentStatus status) {
    if (uid.equals(attachment.getMetadata().getUid())) {
      AttachmentStatus before = attachment.getStatus();
      attachment.setStatus(
          status.withReadiness(before == null ? null : before.conditions(), clock.instant()));
    }
    return attachment;
  }

  private static <T> T asked(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      throw new Unavailable("%s: %s; repeat the call".formatted(what, trouble(e)), e);
    }
  }

  private static String trouble(KubernetesClientException e) {
    return e.getCode() == 0
        ? "the Kubernetes API did not answer (%s)".formatted(e.getCause())
        : "the Kubernetes API answered %d: %s".formatted(e.getCode(), e.getMessage());
  }
}
