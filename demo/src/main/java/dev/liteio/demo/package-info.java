/** The story of a volume, told with real parts in one process tree. */
@NullMarked
package dev.liteio.demo;

import org.jspecify.annotations.NullMarked;
