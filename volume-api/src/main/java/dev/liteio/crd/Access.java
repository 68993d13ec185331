package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a consumer may write. */
public enum Access {
  /** Reads and writes. */
  @JsonProperty("ReadWrite")
  READ_WRITE,
  /** Reads only. */
  @JsonProperty("ReadOnly")
  READ_ONLY
}
