package dev.liteio.node.filesystem;

import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.FilesystemState;
import dev.liteio.volume.Uuids;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, without touching anything, from what is recorded and what is on the device. Nothing is
 * ever made over data: the worst answer is a refusal.
 */
public final class FormatRule {
  private FormatRule() {}

  /**
   * The decision.
   *
   * @param record what Volume.status.filesystem says; absent = no mkfs was ever begun
   * @param found what is on the device
   * @param asked the type that the request asks for
   */
  public static FormatDecision decide(
      @Nullable FilesystemRecord record, Optional<Superblock> found, FilesystemType asked) {
    if (record != null && !record.type().equals(asked.word())) {
      return new FormatDecision.Refuse(
          "%s was asked for and the volume is recorded as %s; a file system is never replaced"
              .formatted(asked.word(), record.type()));
    }
    if (record == null) {
      return found.map(each -> adopt(each, asked)).orElseGet(FormatDecision.Begin::new);
    }
    return record.state() == FilesystemState.FORMATTED
        ? formatted(record, found)
        : formatting(record, found);
  }

  private static FormatDecision adopt(Superblock found, FilesystemType asked) {
    return found.type().equals(asked.word())
        ? new FormatDecision.Adopt(found)
        : new FormatDecision.Refuse(
            "it holds %s %s that nobody recorded, and %s was asked for; not touched"
                .formatted(found.type(), found.uuid(), asked.word()));
  }

  private static FormatDecision formatted(FilesystemRecord record, Optional<Superblock> found) {
    String expected = record.type() + " " + (record.uuid() == null ? "" : record.uuid());
    if (found.isEmpty()) {
      return new FormatDecision.Refuse(
          "DATA LOST? %s is recorded as made and is not on the device; not formatted again: look at the pool, restore a snapshot or a backup"
              .formatted(expected));
    }
    Superblock seen = found.get();
    boolean same =
        seen.type().equals(record.type())
            && (record.uuid() == null || record.uuid().equals(seen.uuid().toString()));
    return same
        ? new FormatDecision.Use(seen)
        : new FormatDecision.Refuse(
            "%s is recorded and %s %s is on the device; not touched"
                .formatted(expected, seen.type(), seen.uuid()));
  }

  private static FormatDecision formatting(FilesystemRecord record, Optional<Superblock> found) {
    if (record.uuid() == null) {
      return new FormatDecision.Refuse(
          "a mkfs is recorded as begun without a uuid, which this software never writes; not touched");
    }
    if (found.isEmpty()) {
      return new FormatDecision.Resume(Uuids.parse("file system uuid", record.uuid()));
    }
    Superblock seen = found.get();
    if (!seen.uuid().toString().equals(record.uuid())) {
      return new FormatDecision.Refuse(
          "mkfs of %s %s is recorded as begun and %s %s is on the device; not touched"
              .formatted(record.type(), record.uuid(), seen.type(), seen.uuid()));
    }
    return seen.finished()
        ? new FormatDecision.Finish(seen)
        : new FormatDecision.Resume(seen.uuid());
  }
}
