package dev.liteio.spdk.nvmf;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The NVMe over Fabrics target. Its refusals hide their causes (reason AMBIGUOUS): read the state
 * before a change, and again after a refusal.
 */
public interface Nvmf {

  /** RPC nvmf_get_transports. */
  CompletableFuture<List<NvmfTransport>> transports();

  /** RPC nvmf_create_transport; each type once. */
  CompletableFuture<Void> createTransport(CreateTransport request);

  /** RPC nvmf_get_subsystems: all, by NQN, the discovery subsystem among them. */
  CompletableFuture<List<Subsystem>> subsystems();

  /** RPC nvmf_get_subsystems of one; empty when there is none. */
  CompletableFuture<Optional<Subsystem>> find(String nqn);

  /** RPC nvmf_create_subsystem. */
  CompletableFuture<Void> createSubsystem(CreateSubsystem request);

  /** RPC nvmf_delete_subsystem: also with hosts connected; the bdevs stay. */
  CompletableFuture<Void> deleteSubsystem(String nqn);

  /** RPC nvmf_subsystem_add_ns; answers the nsid. */
  CompletableFuture<Integer> addNamespace(String nqn, NewNamespace namespace);

  /** RPC nvmf_subsystem_remove_ns. */
  CompletableFuture<Void> removeNamespace(String nqn, int nsid);

  /** RPC nvmf_subsystem_set_ns_ana_group; waits for writes that are under way. */
  CompletableFuture<Void> setNamespaceAnaGroup(String nqn, int nsid, int anaGroup);

  /** RPC nvmf_subsystem_add_listener, in this state for all groups; optimized when null. */
  CompletableFuture<Void> addListener(
      String nqn, ListenAddress address, @Nullable AnaState anaState);

  /** RPC nvmf_subsystem_remove_listener: drops its connections. */
  CompletableFuture<Void> removeListener(String nqn, ListenAddress address);

  /** RPC nvmf_subsystem_get_listeners, newest first. */
  CompletableFuture<List<Listener>> listeners(String nqn);

  /** RPC nvmf_subsystem_listener_set_ana_state, for one group, or for all when null. */
  CompletableFuture<Void> setAnaState(
      String nqn, ListenAddress address, AnaState anaState, @Nullable Integer anaGroup);

  /** RPC nvmf_subsystem_add_host: lets a host in. */
  CompletableFuture<Void> addHost(String nqn, String hostNqn);

  /**
   * RPC nvmf_subsystem_remove_host: drops the connections of that host too. Only the answer, or a
   * look at hosts, controllers and queue pairs, proves that nothing of it is left.
   */
  CompletableFuture<Void> removeHost(String nqn, String hostNqn);

  /** RPC nvmf_subsystem_allow_any_host. */
  CompletableFuture<Void> allowAnyHost(String nqn, boolean allowed);

  /** RPC nvmf_subsystem_get_controllers: who is connected. */
  CompletableFuture<List<NvmfController>> controllers(String nqn);

  /** RPC nvmf_subsystem_get_qpairs: over which connections. */
  CompletableFuture<List<QueuePair>> queuePairs(String nqn);
}
