package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A method whose work is done after the requests that came with it have been started, as a real
 * target's is: a request that depends on it must not be sent before it is answered.
 */
@FunctionalInterface
interface StagedMethod {

  /** Looks what is asked and whether it can begin. */
  Work start(Params params) throws RpcError;

  /** What is left to do. */
  @FunctionalInterface
  interface Work {

    /** The last moment to refuse; in the order of the requests. */
    default void confirm() throws RpcError {}

    /** Does it. */
    JsonNode finish() throws RpcError, InterruptedException;
  }
}
