/** SPDK logical volumes and the stores that hold them. */
@NullMarked
package dev.liteio.spdk.lvol;

import org.jspecify.annotations.NullMarked;
