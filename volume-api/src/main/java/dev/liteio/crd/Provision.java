package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether an agent may create what is not there. */
public enum Provision {
  /** Not made yet, as far as anybody knows: make it if it is not there. */
  @JsonProperty("Create")
  CREATE,
  /** It was made: absent means still loading, or lost; it is never made again. */
  @JsonProperty("Existing")
  EXISTING
}
