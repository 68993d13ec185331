/** Unix stream sockets that never block, straight over libc. */
@NullMarked
package dev.liteio.spdk.socket;

import org.jspecify.annotations.NullMarked;
