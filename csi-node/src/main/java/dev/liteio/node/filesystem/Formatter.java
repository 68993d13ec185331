package dev.liteio.node.filesystem;

import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.FilesystemState;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeParameter;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.cluster.Cluster;
import dev.liteio.rpc.TimeLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a volume has its file system, and that nothing is ever made over data:
 * Volume.status.filesystem goes absent, Formatting (before mkfs), Formatted (before the first
 * mount), and each step is written before it is done.
 */
public final class Formatter {
  private static final Logger log = LoggerFactory.getLogger(Formatter.class);

  private final Cluster cluster;
  private final FilesystemTools tools;

  /** Records in {@code cluster} and makes with {@code tools}. */
  public Formatter(Cluster cluster, FilesystemTools tools) {
    this.cluster = cluster;
    this.tools = tools;
  }

  /**
   * A device to look at.
   *
   * @param volume whose it is
   * @param path its node
   * @param sizeBytes its size
   * @param mayFormat whether nobody else can have it open and writing is allowed
   */
  public record Device(String volume, Path path, long sizeBytes, boolean mayFormat) {}

  /**
   * Returns when the volume has a file system of that type and it is recorded as made.
   *
   * @throws FailedPrecondition when what is there forbids it; nothing was changed
   * @throws Unavailable when it cannot be told what is there
   */
  public void ensure(Device device, FilesystemType type, TimeLimit limit) {
    Volume volume =
        cluster
            .volume(device.volume())
            .orElseThrow(() -> new NotFound(device.volume() + ": no such volume"));
    FilesystemRecord record = recorded(volume);
    Optional<Superblock> found = content(device, limit).superblock();
    switch (FormatRule.decide(record, found, type)) {
      case FormatDecision.Use _ -> {}
      case FormatDecision.Adopt(Superblock there) -> adopt(device, there);
      case FormatDecision.Begin _ -> begin(volume, device, type, limit);
      case FormatDecision.Finish(Superblock there) -> recordMade(device, type, there.uuid());
      case FormatDecision.Resume(UUID uuid) -> make(volume, device, type, uuid, limit);
      case FormatDecision.Refuse(String why) ->
          throw new FailedPrecondition(
              "%s on %s: %s".formatted(device.volume(), device.path(), why));
    }
  }

  private void adopt(Device device, Superblock there) {
    log.info(
        "volume={} filesystem={} uuid={} adopted", device.volume(), there.type(), there.uuid());
    cluster.recordFilesystem(
        device.volume(),
        null,
        record(FilesystemState.FORMATTED, there.type(), there.uuid().toString()));
  }

  private void begin(Volume volume, Device device, FilesystemType type, TimeLimit limit) {
    demandFormatAllowed(device);
    content(device, limit)
        .firstByteFound()
        .ifPresent(at -> {
          throw new FailedPrecondition(
              "%s on %s: nothing is recorded, no file system we know is there, and byte %d is not zero: it holds data; not formatted"
                  .formatted(device.volume(), device.path(), at));
        });
    UUID uuid = UUID.randomUUID();
    limit.check("mkfs of " + device.volume());
    cluster.recordFilesystem(
        device.volume(), null, record(FilesystemState.FORMATTING, type.word(), uuid.toString()));
    make(volume, device, type, uuid, limit);
  }

  private void make(Volume volume, Device device, FilesystemType type, UUID uuid, TimeLimit limit) {
    demandFormatAllowed(device);
    log.info(
        "volume={} device={} filesystem={} uuid={} mkfs",
        device.volume(),
        device.path(),
        type.word(),
        uuid);
    tools.make(type, uuid, options(volume), device.path(), limit);
    boolean made =
        content(device, limit).superblock().filter(each -> each.uuid().equals(uuid)).isPresent();
    if (!made) {
      throw new Unavailable(
          "%s on %s: mkfs said it was done and its superblock is not there; repeat the call"
              .formatted(device.volume(), device.path()));
    }
    recordMade(device, type, uuid);
  }

  private void recordMade(Device device, FilesystemType type, UUID uuid) {
    cluster.recordFilesystem(
        device.volume(),
        record(FilesystemState.FORMATTING, type.word(), uuid.toString()),
        record(FilesystemState.FORMATTED, type.word(), uuid.toString()));
  }

  private static void demandFormatAllowed(Device device) {
    if (!device.mayFormat()) {
      throw new FailedPrecondition(
          "%s: it has no file system yet, and making one needs an access mode of a single node that may write"
              .formatted(device.volume()));
    }
  }

  private static List<String> options(Volume volume) {
    String words =
        volume.getSpec().parametersOrEmpty().getOrDefault(VolumeParameter.MKFS_OPTIONS, "").strip();
    return words.isEmpty() ? List.of() : List.of(words.split("\\s+"));
  }

  private static @Nullable FilesystemRecord recorded(Volume volume) {
    return volume.getStatus() == null ? null : volume.getStatus().filesystem();
  }

  private static FilesystemRecord record(FilesystemState state, String type, String uuid) {
    return new FilesystemRecord(state, type, uuid);
  }

  private static DeviceContent content(Device device, TimeLimit limit) {
    return new DeviceContent(device.path(), device.sizeBytes(), limit);
  }
}
