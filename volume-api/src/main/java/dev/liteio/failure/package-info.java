/** What can go wrong with a volume: one sealed family, mapped to a gRPC status in one place. */
@NullMarked
package dev.liteio.failure;

import org.jspecify.annotations.NullMarked;
