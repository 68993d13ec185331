/** The CSI controller: correct on any replica, at any time. */
@NullMarked
package dev.liteio.controller;

import org.jspecify.annotations.NullMarked;
