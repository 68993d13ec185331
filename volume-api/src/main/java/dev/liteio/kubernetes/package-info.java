/**
 * The few habits we share when we talk to Kubernetes: watch, work by key, compare and set, tell.
 */
@NullMarked
package dev.liteio.kubernetes;

import org.jspecify.annotations.NullMarked;
