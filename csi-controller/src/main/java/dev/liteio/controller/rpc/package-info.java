/** The CSI Controller service: parse, one use case, render. */
@NullMarked
package dev.liteio.controller.rpc;

import org.jspecify.annotations.NullMarked;
