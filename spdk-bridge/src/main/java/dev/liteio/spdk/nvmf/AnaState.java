package dev.liteio.spdk.nvmf;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Asymmetric namespace access (NVMe base specification 8.1.1), as SPDK names its states. */
public enum AnaState {
  OPTIMIZED,
  NON_OPTIMIZED,
  INACCESSIBLE,
  /** Reported only; SPDK refuses to set it. */
  PERSISTENT_LOSS,
  /** Reported only; SPDK refuses to set it. */
  CHANGE;

  /** The word of the wire. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
