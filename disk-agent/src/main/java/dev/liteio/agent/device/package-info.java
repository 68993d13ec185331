/** The devices of this node: what is on them, who holds them, and who may take them. */
@NullMarked
package dev.liteio.agent.device;

import org.jspecify.annotations.NullMarked;
