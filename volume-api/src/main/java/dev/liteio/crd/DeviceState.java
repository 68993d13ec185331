package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a device of a pool is in use. */
public enum DeviceState {
  /** Loaded. */
  @JsonProperty("Ready")
  READY,
  /** It holds data that is not ours; it is left alone. */
  @JsonProperty("Refused")
  REFUSED,
  /** It is not there, cannot be read, or is still loading. */
  @JsonProperty("Unavailable")
  UNAVAILABLE
}
