/** What the kernel says of NVMe in sysfs, read without starting a process. */
@NullMarked
package dev.liteio.node.sysfs;

import org.jspecify.annotations.NullMarked;
