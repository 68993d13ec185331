/** One pass over a pool: read what is there, plan, do it, read again, say what is so. */
@NullMarked
package dev.liteio.agent.pass;

import org.jspecify.annotations.NullMarked;
