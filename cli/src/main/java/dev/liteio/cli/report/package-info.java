/** What commands for people say, and how it is laid out. */
@NullMarked
package dev.liteio.cli.report;

import org.jspecify.annotations.NullMarked;
