/** The seam to what keeps data: pools of devices, and volumes made on them. */
@NullMarked
package dev.liteio.agent.engine;

import org.jspecify.annotations.NullMarked;
