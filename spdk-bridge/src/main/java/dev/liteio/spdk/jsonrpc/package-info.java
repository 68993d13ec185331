/** JSON-RPC 2.0 as SPDK speaks it: many calls at once over one connection that comes back. */
@NullMarked
package dev.liteio.spdk.jsonrpc;

import org.jspecify.annotations.NullMarked;
