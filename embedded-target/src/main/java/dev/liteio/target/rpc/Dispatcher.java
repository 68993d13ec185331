package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /** Starts what {@code value} asks for; what is returned ends when all of it is done. */
  CompletableFuture<?> dispatch(JsonNode value, Round round) {
    if (value instanceof ArrayNode batch) {
      return batch(batch, round);
    }
    return one(value, round).thenAccept(result -> result.ifPresent(round::answer));
  }

  private CompletableFuture<?> batch(ArrayNode batch, Round round) {
    if (batch.isEmpty()) {
      round.answer(failure(NullNode.instance, invalid()));
      return CompletableFuture.completedFuture(null);
    }
    ConcurrentLinkedQueue<JsonNode> answers = new ConcurrentLinkedQueue<>();
    CompletableFuture<?>[] members = new CompletableFuture<?>[batch.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = one(batch.get(i), round).thenAccept(result -> result.ifPresent(answers::add));
    }
    return CompletableFuture.allOf(members)
        .thenRun(() -> {
          if (!answers.isEmpty()) {
            ArrayNode all = Json.array();
            answers.forEach(all::add);
            round.answer(all);
          }
        });
  }

  private static RpcError invalid() {
    return new RpcError(RpcError.INVALID_REQUEST, "Invalid request");
  }

  private CompletableFuture<Optional<JsonNode>> one(JsonNode value, Round round) {
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
    Call call = new Call(id, request.get("method").textValue());
    return call(call, params == null || params.isNull() ? null : params, round);
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

  /** Who asked for what. */
  private record Call(@Nullable JsonNode id, String method) {
    JsonNode idOrNull() {
      return id == null ? NullNode.instance : id;
    }
  }

  private CompletableFuture<Optional<JsonNode>> call(
      Call call, @Nullable JsonNode params, Round round) {
    Optional<MethodTable.Entry> found = methods.find(call.method());
    if (found.isEmpty()) {
      return done(
          failure(call.idOrNull(), new RpcError(RpcError.METHOD_NOT_FOUND, "Method not found")));
    }
    MethodTable.Entry entry = found.get();
    StagedMethod.Work work;
    try {
      work = entry.method().start(new Params(params, entry.badParams()));
    } catch (RpcError e) {
      return done(failure(call.idOrNull(), e));
    } catch (RuntimeException e) {
      return done(broken(call, e));
    }
    if (entry.pace() == MethodTable.Pace.AT_ONCE) {
      return CompletableFuture.completedFuture(finish(call, work));
    }
    CompletableFuture<Optional<JsonNode>> later = new CompletableFuture<>();
    boolean aside = entry.pace() == MethodTable.Pace.ASIDE;
    round.later(() -> complete(call, work, aside, later));
    return later;
  }

  private static void complete(
      Call call,
      StagedMethod.Work work,
      boolean aside,
      CompletableFuture<Optional<JsonNode>> answer) {
    try {
      work.confirm();
    } catch (RpcError e) {
      answer.complete(Optional.of(failure(call.idOrNull(), e)));
      return;
    } catch (RuntimeException e) {
      answer.complete(Optional.of(broken(call, e)));
      return;
    }
    if (aside) {
      Thread.ofVirtual()
          .name("rpc-" + call.method())
          .start(() -> answer.complete(finish(call, work)));
    } else {
      answer.complete(finish(call, work));
    }
  }

  private static Optional<JsonNode> finish(Call call, StagedMethod.Work work) {
    try {
      JsonNode result = work.finish();
      JsonNode id = call.id();
      if (id == null || id.isNull()) {
        return Optional.empty();
      }
      ObjectNode answer = head(id);
      answer.set("result", result);
      return Optional.of(answer);
    } catch (RpcError e) {
      return Optional.of(failure(call.idOrNull(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(failure(call.idOrNull(), internal()));
    } catch (RuntimeException e) {
      return Optional.of(broken(call, e));
    }
  }

  private static JsonNode broken(Call call, RuntimeException cause) {
    LOG.error("action=rpc method={}", call.method(), cause);
    return failure(call.idOrNull(), internal());
  }

  private static RpcError internal() {
    return new RpcError(RpcError.INTERNAL_ERROR, "Internal error");
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
