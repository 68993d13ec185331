/** Making, growing, deleting and listing volumes. */
@NullMarked
package dev.liteio.controller.volume;

import org.jspecify.annotations.NullMarked;
