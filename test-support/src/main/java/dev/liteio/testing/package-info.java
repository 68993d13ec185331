/** What the tests of all modules share: randomised cases that can be repeated and prolonged. */
@NullMarked
package dev.liteio.testing;

import org.jspecify.annotations.NullMarked;
