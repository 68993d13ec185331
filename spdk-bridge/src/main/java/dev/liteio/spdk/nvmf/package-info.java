/** SPDK's NVMe over Fabrics target: transports, subsystems, namespaces, listeners, hosts. */
@NullMarked
package dev.liteio.spdk.nvmf;

import org.jspecify.annotations.NullMarked;
