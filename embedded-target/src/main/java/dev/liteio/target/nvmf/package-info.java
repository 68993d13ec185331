/** What is exported: subsystems, namespaces, listeners, hosts, and who is connected. */
@NullMarked
package dev.liteio.target.nvmf;

import org.jspecify.annotations.NullMarked;
