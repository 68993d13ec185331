package dev.liteio.agent.pass;

import dev.liteio.spdk.jsonrpc.Exchange;
import dev.liteio.spdk.jsonrpc.JsonRpcCall;
import dev.liteio.spdk.jsonrpc.JsonRpcCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A target that answers nothing until it is told to: what waits then travelled together. */
final class HeldCaller implements JsonRpcCaller {

  private final List<Held<?>> waiting = new ArrayList<>();
  private final Map<String, RuntimeException> failures = new HashMap<>();

  private record Held<T>(JsonRpcCall<T> call, CompletableFuture<T> answer) {}

  @Override
  public synchronized <T> Exchange<T> start(JsonRpcCall<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    waiting.add(new Held<>(call, answer));
    return new Exchange<>(answer, answer.handle((value, failure) -> null));
  }

  /** From now on this method fails. */
  void fail(String method, RuntimeException failure) {
    failures.put(method, failure);
  }

  /** Answers all calls that wait, and says which they were: one round trip. */
  List<String> roundTrip() {
    List<Held<?>> sent;
    synchronized (this) {
      sent = List.copyOf(waiting);
      waiting.clear();
    }
    sent.forEach(this::answer);
    return sent.stream().map(held -> held.call().method()).toList();
  }

  private <T> void answer(Held<T> held) {
    RuntimeException failure = failures.get(held.call().method());
    if (failure == null) {
      held.answer().complete(null);
    } else {
      held.answer().completeExceptionally(failure);
    }
  }

  @Override
  public JsonRpcCaller within(Duration deadline) {
    return this;
  }

  @Override
  public JsonRpcCaller onGeneration(long generation) {
    return this;
  }
}
