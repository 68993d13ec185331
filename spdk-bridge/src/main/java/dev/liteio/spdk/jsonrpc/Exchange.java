package dev.liteio.spdk.jsonrpc;

import java.util.concurrent.CompletableFuture;

/**
 * A call under way.
 *
 * @param answer the typed answer, or a {@link JsonRpcException}; never later than the deadline
 * @param settled completes, always normally, when the call can no longer be running as far as this
 *     connection can tell: it was answered (perhaps after the deadline), it was never sent, or the
 *     connection it ran on is gone
 */
public record Exchange<T>(CompletableFuture<T> answer, CompletableFuture<Void> settled) {}
