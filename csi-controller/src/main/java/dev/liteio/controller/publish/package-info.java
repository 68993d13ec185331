/** Letting one host in, and proving that it is out. */
@NullMarked
package dev.liteio.controller.publish;

import org.jspecify.annotations.NullMarked;
