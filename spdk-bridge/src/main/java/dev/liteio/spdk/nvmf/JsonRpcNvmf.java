package dev.liteio.spdk.nvmf;

import dev.liteio.spdk.jsonrpc.Absent;
import dev.liteio.spdk.jsonrpc.JsonRpcCall;
import dev.liteio.spdk.jsonrpc.JsonRpcCaller;
import dev.liteio.spdk.jsonrpc.ResultType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link Nvmf} over a JSON-RPC connection. */
public final class JsonRpcNvmf implements Nvmf {

  private static final ResultType<List<NvmfTransport>> TRANSPORTS =
      ResultType.list(NvmfTransport.class);
  private static final ResultType<List<Subsystem>> SUBSYSTEMS = ResultType.list(Subsystem.class);
  private static final ResultType<List<Listener>> LISTENERS = ResultType.list(Listener.class);
  private static final ResultType<List<NvmfController>> CONTROLLERS =
      ResultType.list(NvmfController.class);
  private static final ResultType<List<QueuePair>> QUEUE_PAIRS = ResultType.list(QueuePair.class);
  private static final ResultType<Integer> NSID = ResultType.object(Integer.class);

  private final JsonRpcCaller target;

  public JsonRpcNvmf(JsonRpcCaller target) {
    this.target = target;
  }

  @Override
  public CompletableFuture<List<NvmfTransport>> transports() {
    return target.call(JsonRpcCall.of("nvmf_get_transports", TRANSPORTS));
  }

  @Override
  public CompletableFuture<Void> createTransport(CreateTransport request) {
    return change("nvmf_create_transport", request);
  }

  @Override
  public CompletableFuture<List<Subsystem>> subsystems() {
    return target.call(JsonRpcCall.of("nvmf_get_subsystems", SUBSYSTEMS));
  }

  @Override
  public CompletableFuture<Optional<Subsystem>> find(String nqn) {
    return Absent.asEmpty(ofSubsystem("nvmf_get_subsystems", nqn, SUBSYSTEMS));
  }

  @Override
  public CompletableFuture<Void> createSubsystem(CreateSubsystem request) {
    return change("nvmf_create_subsystem", request);
  }

  @Override
  public CompletableFuture<Void> deleteSubsystem(String nqn) {
    return change("nvmf_delete_subsystem", new OfSubsystem(nqn));
  }

  @Override
  public CompletableFuture<Integer> addNamespace(String nqn, NewNamespace namespace) {
    return target.call(
        JsonRpcCall.of("nvmf_subsystem_add_ns", new AddNamespace(nqn, namespace), NSID));
  }

  @Override
  public CompletableFuture<Void> removeNamespace(String nqn, int nsid) {
    return change("nvmf_subsystem_remove_ns", new OfNamespace(nqn, nsid, null));
  }

  @Override
  public CompletableFuture<Void> setNamespaceAnaGroup(String nqn, int nsid, int anaGroup) {
    return change("nvmf_subsystem_set_ns_ana_group", new OfNamespace(nqn, nsid, anaGroup));
  }

  @Override
  public CompletableFuture<Void> addListener(
      String nqn, ListenAddress address, @Nullable AnaState anaState) {
    return change("nvmf_subsystem_add_listener", new OfListener(nqn, address, anaState, null));
  }

  @Override
  public CompletableFuture<Void> removeListener(String nqn, ListenAddress address) {
    return change("nvmf_subsystem_remove_listener", new OfListener(nqn, address, null, null));
  }

  @Override
  public CompletableFuture<List<Listener>> listeners(String nqn) {
    return ofSubsystem("nvmf_subsystem_get_listeners", nqn, LISTENERS);
  }

  @Override
  public CompletableFuture<Void> setAnaState(
      String nqn, ListenAddress address, AnaState anaState, @Nullable Integer anaGroup) {
    return change(
        "nvmf_subsystem_listener_set_ana_state", new OfListener(nqn, address, anaState, anaGroup));
  }

  @Override
  public CompletableFuture<Void> addHost(String nqn, String hostNqn) {
    return change("nvmf_subsystem_add_host", new OfHost(nqn, hostNqn));
  }

  @Override
  public CompletableFuture<Void> removeHost(String nqn, String hostNqn) {
    return change("nvmf_subsystem_remove_host", new OfHost(nqn, hostNqn));
  }

  @Override
  public CompletableFuture<Void> allowAnyHost(String nqn, boolean allowed) {
    return change("nvmf_subsystem_allow_any_host", new AnyHost(nqn, allowed));
  }

  @Override
  public CompletableFuture<List<NvmfController>> controllers(String nqn) {
    return ofSubsystem("nvmf_subsystem_get_controllers", nqn, CONTROLLERS);
  }

  @Override
  public CompletableFuture<List<QueuePair>> queuePairs(String nqn) {
    return ofSubsystem("nvmf_subsystem_get_qpairs", nqn, QUEUE_PAIRS);
  }

  private CompletableFuture<Void> change(String method, Object params) {
    return target.call(JsonRpcCall.of(method, params, ResultType.done()));
  }

  private <T> CompletableFuture<T> ofSubsystem(String method, String nqn, ResultType<T> result) {
    return target.call(JsonRpcCall.of(method, new OfSubsystem(nqn), result));
  }

  private record OfSubsystem(String nqn) {}

  private record AddNamespace(String nqn, NewNamespace namespace) {}

  private record OfNamespace(String nqn, int nsid, @Nullable Integer anagrpid) {}

  private record OfListener(
      String nqn,
      ListenAddress listenAddress,
      @Nullable AnaState anaState,
      @Nullable Integer anagrpid) {}

  private record OfHost(String nqn, String host) {}

  private record AnyHost(String nqn, boolean allowAnyHost) {}
}
