/** Which pool takes a volume, and why the others do not: pure decisions. */
@NullMarked
package dev.liteio.controller.placement;

import org.jspecify.annotations.NullMarked;
