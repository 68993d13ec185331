/** What the controller reads and writes in Kubernetes. */
@NullMarked
package dev.liteio.controller.cluster;

import org.jspecify.annotations.NullMarked;
