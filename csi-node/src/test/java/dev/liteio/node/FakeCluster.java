package dev.liteio.node;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.cluster.Cluster;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API as maps. */
public final class FakeCluster implements Cluster {
  public final Map<String, Volume> volumes = new HashMap<>();
  public final Map<String, Attachment> attachments = new HashMap<>();
  public final Map<String, LogicalVolume> logicalVolumes = new HashMap<>();
  private final CrashPoint crash;
  private boolean away;
  private boolean undefined;
  private int questions;

  public FakeCluster(CrashPoint crash) {
    this.crash = crash;
  }

  /** Whether the API cannot be reached. */
  public void away(boolean yes) {
    away = yes;
  }

  /** How often it was asked for anything so far. */
  public int questions() {
    return questions;
  }

  /** Somebody removed our definitions: a read of one object says "not found", a list fails. */
  public void loseDefinitions() {
    undefined = true;
  }

  @Override
  public boolean isReachable() {
    return !away;
  }

  @Override
  public Optional<Volume> volume(String name) {
    return get(volumes, name);
  }

  @Override
  public Optional<Attachment> attachment(String name) {
    return get(attachments, name);
  }

  @Override
  public Optional<LogicalVolume> logicalVolume(String name) {
    return get(logicalVolumes, name);
  }

  @Override
  public List<LogicalVolume> logicalVolumesOf(String volume) {
    questions++;
    if (away || undefined) {
      throw new Unavailable("the API does not list LogicalVolumes");
    }
    return logicalVolumes.values().stream()
        .filter(each -> each.getSpec().volume().equals(volume))
        .toList();
  }

  private <T> Optional<T> get(Map<String, T> kind, String name) {
    questions++;
    if (away) {
      throw new Unavailable("the API is away");
    }
    return undefined ? Optional.empty() : Optional.ofNullable(kind.get(name));
  }

  @Override
  public void recordFilesystem(
      String volume, @Nullable FilesystemRecord expected, FilesystemRecord next) {
    crash.pass();
    Volume now = volume(volume).orElseThrow(() -> new NotFound(volume));
    FilesystemRecord recorded = recorded(volume);
    if (!Objects.equals(recorded, next)) {
      if (!Objects.equals(recorded, expected)) {
        throw new Unavailable(volume + ": somebody else wrote " + recorded);
      }
      VolumeStatus status = now.getStatus();
      now.setStatus(
          status == null ? new VolumeStatus(null, null, null, next, null) : status.with(next));
    }
    crash.pass();
  }

  /** What is recorded of a volume's file system. */
  public @Nullable FilesystemRecord recorded(String volume) {
    VolumeStatus status = volumes.get(volume).getStatus();
    return status == null ? null : status.filesystem();
  }

  @Override
  public void report(String attachment, String uid, AttachmentStatus status) {
    crash.pass();
    attachment(attachment)
        .filter(each -> uid.equals(each.getMetadata().getUid()))
        .ifPresent(each -> each.setStatus(status.withReadiness(null, Instant.EPOCH)));
    crash.pass();
  }
}
