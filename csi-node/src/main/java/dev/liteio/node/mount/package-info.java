/** The kernel's mount table, and changing it. */
@NullMarked
package dev.liteio.node.mount;

import org.jspecify.annotations.NullMarked;
