package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a logical volume is not ready: the closed vocabulary that agent and controller share. */
public enum LogicalVolumeReason {
  /** The pool has no room for it. */
  @JsonProperty("NoSpace")
  NO_SPACE,
  /** The pool does not exist, or is not this node's. */
  @JsonProperty("NoPool")
  NO_POOL,
  /** The pool's devices are not loaded yet. */
  @JsonProperty("PoolNotLoaded")
  POOL_NOT_LOADED,
  /** The target does not answer. */
  @JsonProperty("TargetUnreachable")
  TARGET_UNREACHABLE,
  /** The target answered with an error. */
  @JsonProperty("TargetError")
  TARGET_ERROR,
  /** It existed and is not there any more. */
  @JsonProperty("DataMissing")
  DATA_MISSING,
  /** What is there contradicts the spec, such as a larger lvol. */
  @JsonProperty("Conflict")
  CONFLICT,
  /** The object is being deleted without an order to destroy the data. */
  @JsonProperty("KeptWithoutOrder")
  KEPT_WITHOUT_ORDER
}
