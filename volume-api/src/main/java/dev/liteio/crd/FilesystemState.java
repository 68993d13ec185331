package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far the making of a file system has come. */
public enum FilesystemState {
  /** Written before mkfs: nothing was ever mounted, mkfs may be repeated. */
  @JsonProperty("Formatting")
  FORMATTING,
  /** Written before the first mount: from here on nothing runs mkfs on this volume. */
  @JsonProperty("Formatted")
  FORMATTED
}
