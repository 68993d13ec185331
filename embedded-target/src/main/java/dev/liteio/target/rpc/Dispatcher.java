package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a JSON value to answers: what is a request, what is a batch, what deserves no answer. */
final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Set<String> MEMBERS = Set.of("jsonrpc", "id", "method", "params");

  private final MethodTable methods;

  Dispatcher(MethodTable methods) {
    this.methods = methods;
  }

  /** Starts what {@code value} asks for; {@code answer} gets what is to be sent, at any time. */
  void dispatch(JsonNode value, Consumer<JsonNode> answer) {
    if (value instanceof ArrayNode batch) {
      batch(batch, answer);
    } else {
      var _ = one(value).thenAccept(result -> result.ifPresent(answer));
    }
  }

  private void batch(ArrayNode batch, Consumer<JsonNode> answer) {
    if (batch.isEmpty()) {
      answer.accept(failure(NullNode.instance, invalid()));
      return;
    }
    ConcurrentLinkedQueue<JsonNode> answers = new ConcurrentLinkedQueue<>();
    AtomicInteger left = new AtomicInteger(batch.size());
    for (JsonNode member : batch) {
      var _ =
          one(member)
              .thenAccept(result -> {
                result.ifPresent(answers::add);
                if (left.decrementAndGet() == 0 && !answers.isEmpty()) {
                  ArrayNode all = Json.array();
                  answers.forEach(all::add);
                  answer.accept(all);
                }
              });
    }
  }

  private static RpcError invalid() {
    return new RpcError(RpcError.INVALID_REQUEST, "Invalid request");
  }

  private CompletableFuture<Optional<JsonNode>> one(JsonNode value) {
    if (!(value instanceof ObjectNode request)) {
      return done(failure(NullNode.instance, invalid()));
    }
    JsonNode id = request.get("id");
    if (id != null && !id.isNull() && !id.isNumber() && !id.isTextual()) {
      return done(failure(NullNode.instance, invalid()));
    }
    if (!isWellFormed(request)) {
      return done(failure(NullNode.instance, invalid()));
    }
    JsonNode params = request.get("params");
    if (params != null && !params.isNull() && !params.isObject() && !params.isArray()) {
      return done(failure(id == null ? NullNode.instance : id, invalid()));
    }
    return call(
        id, request.get("method").textValue(), params == null || params.isNull() ? null : params);
  }

  private static CompletableFuture<Optional<JsonNode>> done(JsonNode answer) {
    return CompletableFuture.completedFuture(Optional.of(answer));
  }

  private static boolean isWellFormed(ObjectNode request) {
    var names = request.fieldNames();
    while (names.hasNext()) {
      if (!MEMBERS.contains(names.next())) {
        return false;
      }
    }
    JsonNode version = request.get("jsonrpc");
    JsonNode method = request.get("method");
    return (version == null || "2.0".equals(version.textValue()))
        && method != null
        && method.isTextual();
  }

  private CompletableFuture<Optional<JsonNode>> call(
      @Nullable JsonNode id, String name, @Nullable JsonNode params) {
    Optional<MethodTable.Entry> found = methods.find(name);
    if (found.isEmpty()) {
      return done(
          failure(idOrNull(id), new RpcError(RpcError.METHOD_NOT_FOUND, "Method not found")));
    }
    MethodTable.Entry entry = found.get();
    Params decoded = new Params(params, entry.badParams());
    if (!entry.mayWait()) {
      return CompletableFuture.completedFuture(run(id, name, entry, decoded));
    }
    CompletableFuture<Optional<JsonNode>> later = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("rpc-" + name)
        .start(() -> later.complete(run(id, name, entry, decoded)));
    return later;
  }

  private static JsonNode idOrNull(@Nullable JsonNode id) {
    return id == null ? NullNode.instance : id;
  }

  private static Optional<JsonNode> run(
      @Nullable JsonNode id, String name, MethodTable.Entry entry, Params params) {
    try {
      JsonNode result = entry.method().call(params);
      if (id == null || id.isNull()) {
        return Optional.empty();
      }
      ObjectNode answer = head(id);
      answer.set("result", result);
      return Optional.of(answer);
    } catch (RpcError e) {
      return Optional.of(failure(idOrNull(id), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(
          failure(idOrNull(id), new RpcError(RpcError.INTERNAL_ERROR, "Internal error")));
    } catch (RuntimeException e) {
      LOG.error("action=rpc method={}", name, e);
      return Optional.of(
          failure(idOrNull(id), new RpcError(RpcError.INTERNAL_ERROR, "Internal error")));
    }
  }

  private static ObjectNode head(JsonNode id) {
    ObjectNode answer = Json.object();
    answer.put("jsonrpc", "2.0");
    answer.set("id", id);
    return answer;
  }

  private static ObjectNode failure(JsonNode id, RpcError error) {
    ObjectNode answer = head(id);
    ObjectNode body = answer.putObject("error");
    body.put("code", error.code());
    body.put("message", error.text());
    return answer;
  }
}
