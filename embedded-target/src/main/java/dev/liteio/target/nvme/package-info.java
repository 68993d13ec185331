/** NVMe commands and what a controller says about itself. */
@NullMarked
package dev.liteio.target.nvme;

import org.jspecify.annotations.NullMarked;
