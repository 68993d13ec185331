/** SPDK block devices: the disks below a pool, and what any of them reports. */
@NullMarked
package dev.liteio.spdk.bdev;

import org.jspecify.annotations.NullMarked;
