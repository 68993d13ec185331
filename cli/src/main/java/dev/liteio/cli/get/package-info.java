/** {@code liteio get}: our objects as tables that people read. */
@NullMarked
package dev.liteio.cli.get;

import org.jspecify.annotations.NullMarked;
