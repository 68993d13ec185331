/** NVMe/TCP: PDUs on connections. */
@NullMarked
package dev.liteio.target.tcp;

import org.jspecify.annotations.NullMarked;
