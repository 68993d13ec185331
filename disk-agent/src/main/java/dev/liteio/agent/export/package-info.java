/** The seam to what serves data: subsystems, namespaces, hosts and listeners. */
@NullMarked
package dev.liteio.agent.export;

import org.jspecify.annotations.NullMarked;
