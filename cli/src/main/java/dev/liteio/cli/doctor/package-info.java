/** {@code liteio doctor}: what is wrong on this machine and in the cluster, and what to do. */
@NullMarked
package dev.liteio.cli.doctor;

import org.jspecify.annotations.NullMarked;
