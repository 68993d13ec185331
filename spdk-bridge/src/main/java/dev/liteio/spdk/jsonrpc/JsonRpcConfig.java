package dev.liteio.spdk.jsonrpc;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to reach a target.
 *
 * @param socket path of its JSON-RPC socket, at most 107 bytes
 * @param deadline of a call that has none of its own
 * @param backOff between attempts to connect
 * @param outgoingLimit bytes of requests that may wait to be sent; beyond it calls fail unsent
 */
public record JsonRpcConfig(Path socket, Duration deadline, BackOff backOff, long outgoingLimit) {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(20), Duration.ofSeconds(1));
  private static final long OUTGOING_LIMIT = 16L << 20;

  /** The defaults: 30 s, back-off from 20 ms to 1 s, 16 MiB. */
  public static JsonRpcConfig of(Path socket) {
    return new JsonRpcConfig(socket, DEADLINE, BACK_OFF, OUTGOING_LIMIT);
  }

  /** With another default deadline. */
  public JsonRpcConfig withDeadline(Duration other) {
    return new JsonRpcConfig(socket, other, backOff, outgoingLimit);
  }

  /** With another limit of bytes that wait to be sent. */
  public JsonRpcConfig withOutgoingLimit(long bytes) {
    return new JsonRpcConfig(socket, deadline, backOff, bytes);
  }
}
