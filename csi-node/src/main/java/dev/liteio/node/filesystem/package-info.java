/** When a file system is made, and when never: mkfs only with proof. */
@NullMarked
package dev.liteio.node.filesystem;

import org.jspecify.annotations.NullMarked;
