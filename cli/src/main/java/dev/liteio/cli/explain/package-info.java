/**
 * What became of a user's claim: every object on the way to its bytes, and what is wrong with it.
 */
@NullMarked
package dev.liteio.cli.explain;

import org.jspecify.annotations.NullMarked;
