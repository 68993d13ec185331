/** What a CSI request asks for, read once and strictly. */
@NullMarked
package dev.liteio.controller.request;

import org.jspecify.annotations.NullMarked;
