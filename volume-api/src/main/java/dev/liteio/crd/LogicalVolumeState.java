package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a logical volume can be used. */
public enum LogicalVolumeState {
  /** Made and served as the spec says. */
  @JsonProperty("Ready")
  READY,
  /** Not yet, or not now; the agent goes on trying. */
  @JsonProperty("NotReady")
  NOT_READY,
  /** Refused; nothing of it is left on the pool. */
  @JsonProperty("Failed")
  FAILED,
  /** It existed and is not on a pool that is fully loaded. Never replaced by an empty one. */
  @JsonProperty("Lost")
  LOST
}
