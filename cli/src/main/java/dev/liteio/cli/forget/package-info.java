/** Giving up what will never return: what goes with it, and whether it is really gone. */
@NullMarked
package dev.liteio.cli.forget;

import org.jspecify.annotations.NullMarked;
