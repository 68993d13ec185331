package dev.liteio.spdk.bdev;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A block device as bdev_get_bdevs reports it.
 *
 * @param name of a logical volume: its uuid
 * @param aliases of a logical volume: {@code store/name}; of others: the uuid
 * @param productName its kind, in words
 * @param blockSize bytes per block
 * @param claimed whether a store, a namespace or another bdev holds it
 * @param claimType only when claimed, such as {@code exclusive_write}
 * @param assignedRateLimits its limits, 0 being none
 * @param supportedIoTypes what it can do, such as unmap
 */
public record Bdev(
    String name,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> aliases,
    String productName,
    long blockSize,
    long numBlocks,
    String uuid,
    boolean claimed,
    @Nullable String claimType,
    @Nullable RateLimits assignedRateLimits,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, Boolean> supportedIoTypes,
    @Nullable DriverSpecific driverSpecific) {

  /** Its size in bytes. */
  public long sizeInBytes() {
    return Math.multiplyExact(blockSize, numBlocks);
  }

  /** Whether it is known by this name, alias or uuid. */
  public boolean answersTo(String word) {
    return name.equals(word) || uuid.equals(word) || aliases.contains(word);
  }

  /** Whether it can do this kind of I/O; kinds that are not listed it cannot. */
  public boolean supports(String ioType) {
    return supportedIoTypes.getOrDefault(ioType, false);
  }
}
