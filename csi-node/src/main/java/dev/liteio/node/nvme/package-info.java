/** Connecting to the target a leg is served by, and letting go of it. */
@NullMarked
package dev.liteio.node.nvme;

import org.jspecify.annotations.NullMarked;
