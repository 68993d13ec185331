package dev.liteio.spdk.jsonrpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps the requests as they would stand on the wire, and gives every call the same result. */
public final class RecordingCaller implements JsonRpcCaller {

  private final String result;
  private final List<String> requests = new ArrayList<>();

  public RecordingCaller(String result) {
    this.result = result;
  }

  /** The requests so far, all with id 1. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public <T> Exchange<T> start(JsonRpcCall<T> call) {
    requests.add(new String(RequestWriter.write(1, call), StandardCharsets.UTF_8));
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      byte[] json = result.getBytes(StandardCharsets.UTF_8);
      answer.complete(call.result().read(json, 0, json.length));
    } catch (IOException unreadable) {
      answer.completeExceptionally(unreadable);
    }
    return new Exchange<>(answer, CompletableFuture.completedFuture(null));
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
