/** The one place that starts a process. */
@NullMarked
package dev.liteio.node.command;

import org.jspecify.annotations.NullMarked;
