/** Block devices by name, as SPDK's bdev layer keeps them. */
@NullMarked
package dev.liteio.target.bdev;

import org.jspecify.annotations.NullMarked;
