package dev.liteio.spdk.lvol;

import dev.liteio.spdk.jsonrpc.Absent;
import dev.liteio.spdk.jsonrpc.Exchange;
import dev.liteio.spdk.jsonrpc.JsonRpcCall;
import dev.liteio.spdk.jsonrpc.JsonRpcCaller;
import dev.liteio.spdk.jsonrpc.ResultType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Lvols} over a JSON-RPC connection. */
public final class JsonRpcLvols implements Lvols {

  private static final ResultType<List<Lvstore>> STORES = ResultType.list(Lvstore.class);
  private static final ResultType<List<Lvol>> LVOLS = ResultType.list(Lvol.class);

  private final JsonRpcCaller target;
  private final LvstoreQueues queues;

  /** The queues are those of all who use this target. */
  public JsonRpcLvols(JsonRpcCaller target, LvstoreQueues queues) {
    this.target = target;
    this.queues = queues;
  }

  @Override
  public CompletableFuture<List<Lvstore>> stores() {
    return target.call(JsonRpcCall.of("bdev_lvol_get_lvstores", STORES));
  }

  @Override
  public CompletableFuture<Optional<Lvstore>> findStore(String store) {
    return Absent.asEmpty(
        target.call(JsonRpcCall.of("bdev_lvol_get_lvstores", new OfStore(store), STORES)));
  }

  @Override
  public CompletableFuture<String> createStore(CreateLvstore request) {
    return change(
        request.lvsName(), JsonRpcCall.of("bdev_lvol_create_lvstore", request, ResultType.text()));
  }

  @Override
  public CompletableFuture<Void> growStore(String store) {
    return change(
        store, JsonRpcCall.of("bdev_lvol_grow_lvstore", new OfStore(store), ResultType.done()));
  }

  @Override
  public CompletableFuture<Void> deleteStore(String store) {
    return change(
        store, JsonRpcCall.of("bdev_lvol_delete_lvstore", new OfStore(store), ResultType.done()));
  }

  @Override
  public CompletableFuture<List<Lvol>> list() {
    return target.call(JsonRpcCall.of("bdev_lvol_get_lvols", LVOLS));
  }

  @Override
  public CompletableFuture<List<Lvol>> list(String store) {
    return target.call(JsonRpcCall.of("bdev_lvol_get_lvols", new OfStore(store), LVOLS));
  }

  @Override
  public CompletableFuture<String> create(CreateLvol request) {
    Create params =
        new Create(
            request.name().store(),
            request.name().name(),
            request.sizeInMib(),
            request.thinProvision(),
            request.clearMethod());
    return change(
        request.name().store(), JsonRpcCall.of("bdev_lvol_create", params, ResultType.text()));
  }

  @Override
  public CompletableFuture<Void> resize(LvolName name, long sizeInMib) {
    return onLvol("bdev_lvol_resize", name, sizeInMib);
  }

  @Override
  public CompletableFuture<Void> delete(LvolName name) {
    return onLvol("bdev_lvol_delete", name, null);
  }

  @Override
  public CompletableFuture<String> snapshot(LvolName source, String snapshot) {
    LvolName.check("snapshot", snapshot);
    return change(
        source.store(),
        JsonRpcCall.of(
            "bdev_lvol_snapshot", new Snapshot(source.alias(), snapshot), ResultType.text()));
  }

  @Override
  public CompletableFuture<String> clone(LvolName snapshot, String clone) {
    LvolName.check("clone", clone);
    return change(
        snapshot.store(),
        JsonRpcCall.of("bdev_lvol_clone", new Clone(snapshot.alias(), clone), ResultType.text()));
  }

  @Override
  public CompletableFuture<Void> inflate(LvolName name) {
    return onLvol("bdev_lvol_inflate", name, null);
  }

  @Override
  public CompletableFuture<Void> decoupleParent(LvolName name) {
    return onLvol("bdev_lvol_decouple_parent", name, null);
  }

  @Override
  public CompletableFuture<Void> setReadOnly(LvolName name) {
    return onLvol("bdev_lvol_set_read_only", name, null);
  }

  @Override
  public CompletableFuture<Void> rename(LvolName name, String newName) {
    LvolName.check("logical volume", newName);
    return change(
        name.store(),
        JsonRpcCall.of("bdev_lvol_rename", new Rename(name.alias(), newName), ResultType.done()));
  }

  @Override
  public boolean isHeldBack(String store) {
    return queues.isHeldBack(store);
  }

  @Override
  public <T> CompletableFuture<T> alone(String store, Supplier<CompletableFuture<T>> call) {
    return queues.submit(
        store,
        "a call on its bdev",
        () -> {
          CompletableFuture<T> answer = call.get();
          return new Exchange<>(answer, answer.handle((value, failure) -> null));
        });
  }

  private CompletableFuture<Void> onLvol(String method, LvolName name, @Nullable Long sizeInMib) {
    return change(
        name.store(),
        JsonRpcCall.of(method, new OfLvol(name.alias(), sizeInMib), ResultType.done()));
  }

  private <T> CompletableFuture<T> change(String store, JsonRpcCall<T> call) {
    return queues.submit(store, call.method(), () -> target.start(call));
  }

  private record OfStore(String lvsName) {}

  private record OfLvol(String name, @Nullable Long sizeInMib) {}

  private record Create(
      String lvsName,
      String lvolName,
      long sizeInMib,
      boolean thinProvision,
      ClearMethod clearMethod) {}

  private record Snapshot(String lvolName, String snapshotName) {}

  private record Clone(String snapshotName, String cloneName) {}

  private record Rename(String oldName, String newName) {}
}
