package dev.liteio.spdk.framework;

import dev.liteio.spdk.jsonrpc.JsonRpcCall;
import dev.liteio.spdk.jsonrpc.JsonRpcCaller;
import dev.liteio.spdk.jsonrpc.ResultType;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@link Framework} over a JSON-RPC connection. */
public final class JsonRpcFramework implements Framework {

  private static final ResultType<SpdkVersion> VERSION = ResultType.object(SpdkVersion.class);
  private static final ResultType<Reactors> REACTORS = ResultType.object(Reactors.class);
  private static final ResultType<List<String>> NAMES = ResultType.list(String.class);

  private final JsonRpcCaller target;

  public JsonRpcFramework(JsonRpcCaller target) {
    this.target = target;
  }

  @Override
  public CompletableFuture<SpdkVersion> version() {
    return target.call(JsonRpcCall.of("spdk_get_version", VERSION));
  }

  @Override
  public CompletableFuture<Void> waitInit() {
    return target.call(JsonRpcCall.of("framework_wait_init", ResultType.done()));
  }

  @Override
  public CompletableFuture<Reactors> reactors() {
    return target.call(JsonRpcCall.of("framework_get_reactors", REACTORS));
  }

  @Override
  public CompletableFuture<List<String>> methods() {
    return target.call(JsonRpcCall.of("rpc_get_methods", NAMES));
  }

  @Override
  public CompletableFuture<Void> kill(EndSignal signal) {
    return target.call(
        JsonRpcCall.of("spdk_kill_instance", new Kill(signal.name()), ResultType.done()));
  }

  private record Kill(String sigName) {}
}
