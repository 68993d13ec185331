/** The launcher: one command for every role. */
@NullMarked
package dev.liteio.cli;

import org.jspecify.annotations.NullMarked;
