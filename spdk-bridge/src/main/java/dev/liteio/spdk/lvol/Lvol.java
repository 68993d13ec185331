package dev.liteio.spdk.lvol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A logical volume or snapshot as bdev_lvol_get_lvols reports it. It has no size there: that of its
 * bdev, whose name is the uuid, counts.
 *
 * @param degraded listed without a bdev, because what it builds on is missing
 */
public record Lvol(
    String alias,
    String uuid,
    String name,
    @JsonProperty("is_thin_provisioned") boolean thinProvisioned,
    @JsonProperty("is_snapshot") boolean snapshot,
    @JsonProperty("is_clone") boolean isClone,
    @JsonProperty("is_degraded") @Nullable Boolean degraded,
    @Nullable Long numAllocatedClusters,
    @JsonProperty("lvs") Store store) {

  /** The store it lives in. */
  public record Store(String name, String uuid) {}

  /** Store and bare name. */
  public LvolName fullName() {
    return new LvolName(store.name(), name);
  }
}
