package dev.liteio.spdk.bdev;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of bdev_aio_create.
 *
 * @param filename absolute path of a block device or a file. SPDK does not notice that it is open
 *     already, here or in another process
 * @param blockSize bytes, a power of two; required for a file, and what it was when a store was
 *     made on it
 * @param uuid fixed, or random at every start
 * @param fallocate real unmap and write-zeroes on a file
 */
public record CreateAio(
    String name,
    String filename,
    @Nullable Integer blockSize,
    @Nullable String uuid,
    @Nullable Boolean readonly,
    @Nullable Boolean fallocate) {

  /** A block device, with the block size it reports. */
  public static CreateAio device(String name, String filename) {
    return new CreateAio(name, filename, null, null, null, null);
  }

  /** A regular file, with or without unmap through fallocate. */
  public static CreateAio file(String name, String filename, int blockSize, boolean fallocate) {
    return new CreateAio(name, filename, blockSize, null, null, fallocate ? true : null);
  }
}
