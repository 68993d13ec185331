/** The CSI node: what happens to a volume on the node that uses it. */
@NullMarked
package dev.liteio.node;

import org.jspecify.annotations.NullMarked;
