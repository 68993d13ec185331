/** The agent of a storage node: makes real what the API server says about this node's pools. */
@NullMarked
package dev.liteio.agent;

import org.jspecify.annotations.NullMarked;
