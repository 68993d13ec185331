package dev.liteio.spdk.jsonrpc;

import org.jspecify.annotations.Nullable;

/**
 * One call, not yet sent.
 *
 * @param method the name of the RPC, case sensitive
 * @param params a record whose members become the parameters in snake_case; those that are null are
 *     left out, and so is an empty one, because SPDK refuses {@code null} and often {@code {}}
 * @param result how the answer is read
 */
public record JsonRpcCall<T>(String method, @Nullable Object params, ResultType<T> result) {

  /** A call without parameters. */
  public static <T> JsonRpcCall<T> of(String method, ResultType<T> result) {
    return new JsonRpcCall<>(method, null, result);
  }

  /** A call with parameters. */
  public static <T> JsonRpcCall<T> of(String method, Object params, ResultType<T> result) {
    return new JsonRpcCall<>(method, params, result);
  }
}
