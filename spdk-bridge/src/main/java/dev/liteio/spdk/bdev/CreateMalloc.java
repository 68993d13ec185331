package dev.liteio.spdk.bdev;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of bdev_malloc_create: a disk in memory.
 *
 * @param name made up by the target when null
 * @param blockSize bytes, a multiple of 512
 */
public record CreateMalloc(
    @Nullable String name, long numBlocks, int blockSize, @Nullable String uuid) {}
