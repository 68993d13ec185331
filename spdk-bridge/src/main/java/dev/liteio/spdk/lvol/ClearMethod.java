package dev.liteio.spdk.lvol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens to clusters when they are released; on a store, also when it is created. */
public enum ClearMethod {
  NONE,
  /** SPDK's default; does nothing on a bdev without unmap, so the next tenant reads old data. */
  UNMAP,
  /** Slower, and safe on every bdev. */
  WRITE_ZEROES;

  /** The word of the wire. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
