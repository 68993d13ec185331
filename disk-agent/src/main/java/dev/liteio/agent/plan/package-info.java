/** Pure decisions: from what is wanted and what is there to what has to be done and said. */
@NullMarked
package dev.liteio.agent.plan;

import org.jspecify.annotations.NullMarked;
