/** An NVMe/TCP host in the JVM: for the demo and the tests. */
@NullMarked
package dev.liteio.target.host;

import org.jspecify.annotations.NullMarked;
