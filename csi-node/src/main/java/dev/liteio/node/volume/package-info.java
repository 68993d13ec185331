/** Staging, publishing, growing and measuring a volume. */
@NullMarked
package dev.liteio.node.volume;

import org.jspecify.annotations.NullMarked;
