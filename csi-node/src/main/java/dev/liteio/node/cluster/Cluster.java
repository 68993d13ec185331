package dev.liteio.node.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the node needs of the Kubernetes API. Every read is a fresh one. */
public interface Cluster {
  /** Asks the API something; the first question is the slow one: connection, certificates. */
  boolean isReachable();

  /** The Volume of that name. */
  Optional<Volume> volume(String name);

  /** The Attachment of that name. */
  Optional<Attachment> attachment(String name);

  /** The LogicalVolume of that name. */
  Optional<LogicalVolume> logicalVolume(String name);

  /**
   * All LogicalVolumes of that volume.
   *
   * @throws dev.liteio.failure.Unavailable also when the API does not know the kind: that is no
   *     answer
   */
  List<LogicalVolume> logicalVolumesOf(String volume);

  /**
   * Writes Volume.status.filesystem if it is still what was read.
   *
   * @param expected what was read; absent = nothing recorded
   * @throws dev.liteio.failure.Unavailable when somebody else wrote it meanwhile, or the API cannot
   *     be reached: then nothing may be done in its name
   */
  void recordFilesystem(String volume, @Nullable FilesystemRecord expected, FilesystemRecord next);

  /** Writes the status of that very Attachment if it differs; one that is gone is left gone. */
  void report(String attachment, String uid, AttachmentStatus status);
}
