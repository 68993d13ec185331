/** The gRPC edge: what every CSI socket has in common, whatever service it serves. */
@NullMarked
package dev.liteio.rpc;

import org.jspecify.annotations.NullMarked;
