/** What a process needs to steer one SPDK target, gathered in one value. */
@NullMarked
package dev.liteio.spdk;

import org.jspecify.annotations.NullMarked;
