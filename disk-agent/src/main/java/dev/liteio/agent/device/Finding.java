package dev.liteio.agent.device;

/** What a look at a device showed. */
public sealed interface Finding {

  /** Head, samples and tail are all zero. */
  record Blank(long sizeBytes) implements Finding {}

  /** It carries the store that belongs to this pool and device. */
  record Ours() implements Finding {}

  /** It carries a store, of which the name could not be found. */
  record SomeStore(String what) implements Finding {}

  /** It holds something else, or is in use. */
  record Foreign(String what) implements Finding {}

  /** It is not there or cannot be read; nothing is known. */
  record Unreadable(String why) implements Finding {}
}
