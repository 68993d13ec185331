package dev.liteio.spdk.bdev;

import org.jspecify.annotations.Nullable;

/** Parameters of bdev_uring_create; as {@link CreateAio}, for kernels that allow io_uring. */
public record CreateUring(
    String name, String filename, @Nullable Integer blockSize, @Nullable String uuid) {}
