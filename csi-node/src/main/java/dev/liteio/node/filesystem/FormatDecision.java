package dev.liteio.node.filesystem;

import java.util.UUID;

/** What to do about the file system of a volume. */
public sealed interface FormatDecision {
  /** It is there and recorded. */
  record Use(Superblock found) implements FormatDecision {}

  /** It is there and not recorded: record it, and never write over it. */
  record Adopt(Superblock found) implements FormatDecision {}

  /** Nothing is there and nothing is recorded: prove that it is blank, record, then make it. */
  record Begin() implements FormatDecision {}

  /**
   * A mkfs was begun and the device shows that it ended: only the record is behind, by a crash or
   * because an old one was restored. Making it again could cost data.
   */
  record Finish(Superblock found) implements FormatDecision {}

  /** A mkfs was begun and nothing was ever mounted: do it again, with the uuid recorded. */
  record Resume(UUID uuid) implements FormatDecision {}

  /** Hands off; {@code why} says what was found and what to do. */
  record Refuse(String why) implements FormatDecision {}
}
