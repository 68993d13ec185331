package dev.liteio.spdk.bdev;

/** Limits of a bdev; 0 is none. A mbyte is 1024 * 1024 bytes; SPDK rounds IOPS up to thousands. */
public record RateLimits(
    long rwIosPerSec, long rwMbytesPerSec, long rMbytesPerSec, long wMbytesPerSec) {

  /** No limit at all. */
  public static final RateLimits NONE = new RateLimits(0, 0, 0, 0);
}
