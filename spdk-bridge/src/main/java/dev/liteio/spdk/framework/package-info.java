/** The SPDK process itself: version, start-up, process id, end. */
@NullMarked
package dev.liteio.spdk.framework;

import org.jspecify.annotations.NullMarked;
