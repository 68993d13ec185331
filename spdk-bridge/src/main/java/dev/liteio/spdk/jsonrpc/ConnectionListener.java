package dev.liteio.spdk.jsonrpc;

/**
 * Learns when the connection comes and goes, in order, one call at a time, on a thread of its own.
 * After a reconnect the target may be another process: read everything again.
 */
public interface ConnectionListener {

  /** There is a connection; each has a higher generation than the one before. */
  void connected(long generation);

  /** That connection is gone. */
  void disconnected(long generation, JsonRpcException cause);
}
