package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How NVMe-oF travels. */
public enum Transport {
  /** NVMe/TCP. */
  @JsonProperty("tcp")
  TCP;

  /** The word nvme-cli and SPDK use. */
  public String trtype() {
    return "tcp";
  }
}
