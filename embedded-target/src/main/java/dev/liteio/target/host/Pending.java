package dev.liteio.target.host;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command under way.
 *
 * @param out what goes to the controller
 * @param in room for what comes
 */
record Pending(
    CompletableFuture<Completion> done, @Nullable ByteBuffer out, @Nullable ByteBuffer in) {}
