/** What the node reads from and writes to the Kubernetes API. */
@NullMarked
package dev.liteio.node.cluster;

import org.jspecify.annotations.NullMarked;
