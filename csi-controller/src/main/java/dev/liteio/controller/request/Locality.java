package dev.liteio.controller.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a volume should lie, seen from the node that uses it. */
public enum Locality {
  /** On that node; it can be used nowhere else. */
  REQUIRED,
  /** On that node if there is room; it can be used everywhere. */
  PREFERRED,
  /** On another node. */
  REMOTE,
  /** Wherever it fits best. */
  ANY;

  /** The word in a StorageClass. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Locality> ofWord(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }
}
