/** The connection to the target, and what is known of it while it is gone. */
@NullMarked
package dev.liteio.agent.link;

import org.jspecify.annotations.NullMarked;
