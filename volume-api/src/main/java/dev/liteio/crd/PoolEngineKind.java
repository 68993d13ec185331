package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How volumes are made on a pool's disks. */
public enum PoolEngineKind {
  /** An SPDK lvstore on each device. */
  @JsonProperty("lvs")
  LVS
}
