/** An NVMe/TCP target in the JVM that answers SPDK's JSON-RPC. */
@NullMarked
package dev.liteio.target;

import org.jspecify.annotations.NullMarked;
