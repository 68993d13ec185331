package dev.liteio.spdk.jsonrpc;

/** A well-formed answer. */
sealed interface Answer {

  /** The id of the call it belongs to. */
  long id();

  /** The result, still as JSON. */
  record Success(long id, JsonSlice result) implements Answer {}

  /** An error. */
  record Failure(long id, int code, String text) implements Answer {}
}
