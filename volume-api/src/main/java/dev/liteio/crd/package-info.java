/** The custom resources of group liteio.dev: intent goes down in specs, status comes up. */
@NullMarked
package dev.liteio.crd;

import org.jspecify.annotations.NullMarked;
