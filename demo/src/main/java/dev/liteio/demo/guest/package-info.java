/**
 * A guest: a Linux kernel of its own under QEMU, with this machine's files, that runs our commands.
 */
@NullMarked
package dev.liteio.demo.guest;

import org.jspecify.annotations.NullMarked;
