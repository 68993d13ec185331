package dev.liteio.spdk.bdev;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What only bdevs of one kind have; at most one member is there. */
public record DriverSpecific(
    @Nullable FileDetails aio, @Nullable FileDetails uring, @Nullable LvolDetails lvol) {

  /** The file or device below an aio or uring bdev. */
  public record FileDetails(
      String filename, @Nullable Boolean readonly, @Nullable Boolean fallocate) {}

  /**
   * A logical volume.
   *
   * @param numAllocatedClusters clusters of its own, not those of its snapshot
   * @param baseSnapshot bare name of the snapshot below a clone
   */
  public record LvolDetails(
      String lvolStoreUuid,
      String baseBdev,
      boolean thinProvision,
      long numAllocatedClusters,
      boolean snapshot,
      @JsonProperty("clone") boolean isClone,
      @Nullable String baseSnapshot) {}
}
