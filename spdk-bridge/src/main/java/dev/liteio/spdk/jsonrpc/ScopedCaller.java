package dev.liteio.spdk.jsonrpc;

import java.time.Duration;

/** A client seen with a deadline, or a generation, of one's own. */
record ScopedCaller(JsonRpcClient client, CallScope scope) implements JsonRpcCaller {

  @Override
  public <T> Exchange<T> start(JsonRpcCall<T> call) {
    return client.start(call, scope);
  }

  @Override
  public JsonRpcCaller within(Duration deadline) {
    return new ScopedCaller(client, scope.within(deadline));
  }

  @Override
  public JsonRpcCaller onGeneration(long generation) {
    return new ScopedCaller(client, scope.onGeneration(generation));
  }
}
