/** The words everyone shares: values that cannot exist in a wrong state. */
@NullMarked
package dev.liteio.volume;

import org.jspecify.annotations.NullMarked;
