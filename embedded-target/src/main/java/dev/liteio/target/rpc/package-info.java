/** SPDK's JSON-RPC, as a real target answers it. */
@NullMarked
package dev.liteio.target.rpc;

import org.jspecify.annotations.NullMarked;
