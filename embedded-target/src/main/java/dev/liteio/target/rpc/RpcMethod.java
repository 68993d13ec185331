package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/** A method of the JSON-RPC interface. */
@FunctionalInterface
public interface RpcMethod {

  /** Does it and says what came of it. */
  JsonNode call(Params params) throws RpcError, InterruptedException;
}
