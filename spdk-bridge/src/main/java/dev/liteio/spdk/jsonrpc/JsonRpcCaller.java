package dev.liteio.spdk.jsonrpc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Sends JSON-RPC calls to one target. Never blocks: calls are pipelined, and those made at the same
 * time travel together. SPDK starts them in the order sent and waits for none, so dependent calls
 * must wait for each other's answers.
 *
 * <p>A future fails with a {@link JsonRpcException} and nothing else; every call has a deadline.
 */
public interface JsonRpcCaller {

  /** Starts a call and also tells when the target is done with it. */
  <T> Exchange<T> start(JsonRpcCall<T> call);

  /** Starts a call. */
  default <T> CompletableFuture<T> call(JsonRpcCall<T> call) {
    return start(call).answer();
  }

  /** The same target, with this deadline for each call. */
  JsonRpcCaller within(Duration deadline);

  /**
   * The same target, for as long as its connection is the one with this generation: later calls
   * fail unsent. For whoever decides on state it has read: after a reconnect that state may be
   * gone.
   */
  JsonRpcCaller onGeneration(long generation);
}
