/** What the agent reads from and writes to the API server. */
@NullMarked
package dev.liteio.agent.cluster;

import org.jspecify.annotations.NullMarked;
