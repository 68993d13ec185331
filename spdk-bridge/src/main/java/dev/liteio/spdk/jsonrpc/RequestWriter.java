package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Writes requests, and refuses those that SPDK would answer by hanging up. */
final class RequestWriter {

  private RequestWriter() {}

  static byte[] write(long id, JsonRpcCall<?> call) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("jsonrpc", "2.0");
    request.put("id", id);
    request.put("method", call.method());
    byte[] bytes = encode(request, call);
    if (bytes.length > SpdkJson.REQUEST_LIMIT) {
      throw new JsonRpcException.Protocol(
          call.method(),
          "%s: the request has %d bytes, SPDK takes at most %d; it was not sent"
              .formatted(call.method(), bytes.length, SpdkJson.REQUEST_LIMIT),
          false);
    }
    return bytes;
  }

  private static byte[] encode(ObjectNode request, JsonRpcCall<?> call) {
    try {
      if (call.params() != null) {
        JsonNode params = SpdkJson.tree(call.params());
        if (!params.isEmpty()) {
          request.set("params", params);
        }
      }
      return SpdkJson.writer().writeValueAsString(request).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException | IllegalArgumentException unwritable) {
      throw new JsonRpcException.Protocol(
          call.method(),
          call.method() + ": the parameters cannot be written: " + Shown.message(unwritable),
          false);
    }
  }
}
