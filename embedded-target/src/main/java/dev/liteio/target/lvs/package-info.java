/**
 * Logical volumes on a block device: clusters, thin and thick, snapshots and clones, metadata that
 * survives a kill.
 */
@NullMarked
package dev.liteio.target.lvs;

import org.jspecify.annotations.NullMarked;
