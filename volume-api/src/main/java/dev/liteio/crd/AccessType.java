package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a consumer gets to see (csi.proto VolumeCapability.access_type). */
public enum AccessType {
  /** The raw device. */
  @JsonProperty("Block")
  BLOCK,
  /** A mounted file system. */
  @JsonProperty("Mount")
  MOUNT
}
