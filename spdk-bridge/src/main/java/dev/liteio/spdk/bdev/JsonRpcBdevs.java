package dev.liteio.spdk.bdev;

import dev.liteio.spdk.jsonrpc.Absent;
import dev.liteio.spdk.jsonrpc.JsonRpcCall;
import dev.liteio.spdk.jsonrpc.JsonRpcCaller;
import dev.liteio.spdk.jsonrpc.ResultType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link Bdevs} over a JSON-RPC connection. */
public final class JsonRpcBdevs implements Bdevs {

  private static final ResultType<List<Bdev>> BDEVS = ResultType.list(Bdev.class);
  private static final ResultType<IoStatistics> STATISTICS = ResultType.object(IoStatistics.class);

  private final JsonRpcCaller target;

  public JsonRpcBdevs(JsonRpcCaller target) {
    this.target = target;
  }

  @Override
  public CompletableFuture<List<Bdev>> list() {
    return target.call(JsonRpcCall.of("bdev_get_bdevs", BDEVS));
  }

  @Override
  public CompletableFuture<Optional<Bdev>> find(String name) {
    return get(new Get(name, null));
  }

  @Override
  public CompletableFuture<Optional<Bdev>> await(String name, Duration patience) {
    return get(new Get(name, patience.toMillis()));
  }

  @Override
  public CompletableFuture<String> createAio(CreateAio request) {
    return target.call(JsonRpcCall.of("bdev_aio_create", request, ResultType.text()));
  }

  @Override
  public CompletableFuture<Void> deleteAio(String name) {
    return onName("bdev_aio_delete", name);
  }

  @Override
  public CompletableFuture<Void> rescanAio(String name) {
    return onName("bdev_aio_rescan", name);
  }

  @Override
  public CompletableFuture<String> createUring(CreateUring request) {
    return target.call(JsonRpcCall.of("bdev_uring_create", request, ResultType.text()));
  }

  @Override
  public CompletableFuture<Void> deleteUring(String name) {
    return onName("bdev_uring_delete", name);
  }

  @Override
  public CompletableFuture<Void> rescanUring(String name) {
    return onName("bdev_uring_rescan", name);
  }

  @Override
  public CompletableFuture<String> createMalloc(CreateMalloc request) {
    return target.call(JsonRpcCall.of("bdev_malloc_create", request, ResultType.text()));
  }

  @Override
  public CompletableFuture<Void> deleteMalloc(String name) {
    return onName("bdev_malloc_delete", name);
  }

  @Override
  public CompletableFuture<Void> waitForExamine() {
    return target.call(JsonRpcCall.of("bdev_wait_for_examine", ResultType.done()));
  }

  @Override
  public CompletableFuture<IoStatistics> statistics(List<String> names) {
    Names params = new Names(names.isEmpty() ? null : List.copyOf(names));
    return target.call(JsonRpcCall.of("bdev_get_iostat", params, STATISTICS));
  }

  @Override
  public CompletableFuture<Void> setRateLimits(String name, RateLimits limits) {
    return target.call(
        JsonRpcCall.of(
            "bdev_set_qos_limit",
            new SetLimits(
                name,
                limits.rwIosPerSec(),
                limits.rwMbytesPerSec(),
                limits.rMbytesPerSec(),
                limits.wMbytesPerSec()),
            ResultType.done()));
  }

  private CompletableFuture<Optional<Bdev>> get(Get params) {
    return Absent.asEmpty(target.call(JsonRpcCall.of("bdev_get_bdevs", params, BDEVS)));
  }

  private CompletableFuture<Void> onName(String method, String name) {
    return target.call(JsonRpcCall.of(method, new Name(name), ResultType.done()));
  }

  private record Name(String name) {}

  private record Names(@Nullable List<String> names) {}

  private record Get(String name, @Nullable Long timeout) {}

  private record SetLimits(
      String name, long rwIosPerSec, long rwMbytesPerSec, long rMbytesPerSec, long wMbytesPerSec) {}
}
