package dev.liteio.agent.export;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.Listener;
import dev.liteio.spdk.nvmf.NvmfController;
import dev.liteio.spdk.nvmf.QueuePair;
import dev.liteio.spdk.nvmf.Subsystem;
import dev.liteio.volume.LegIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads exports out of what an SPDK target lists. */
final class SubsystemReader {

  private SubsystemReader() {}

  static ObservedExport read(Subsystem subsystem) {
    return new ObservedExport(
        subsystem.nqn(),
        subsystem.serialNumber(),
        Objects.requireNonNullElse(subsystem.minCntlid(), 0),
        Objects.requireNonNullElse(subsystem.maxCntlid(), 0),
        subsystem.namespace(LegIdentity.NAMESPACE_ID).map(SubsystemReader::namespace).orElse(null),
        subsystem.allowAnyHost(),
        subsystem.hosts().stream().map(Subsystem.AllowedHost::nqn).collect(Collectors.toSet()),
        subsystem.listenAddresses().stream()
            .map(SubsystemReader::endpoint)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()),
        null,
        null);
  }

  static Map<Endpoint, PathState> paths(List<Listener> listeners) {
    Map<Endpoint, PathState> paths = new HashMap<>();
    for (Listener listener : listeners) {
      endpoint(listener.address())
          .ifPresent(endpoint -> paths.put(endpoint, state(listener.anaStates())));
    }
    return paths;
  }

  /** A queue pair whose host is not told belongs to the host of its controller, if that is told. */
  static Connections connections(List<NvmfController> controllers, List<QueuePair> queues) {
    Map<Integer, String> byId = new HashMap<>();
    Set<String> hosts = new HashSet<>();
    for (NvmfController controller : controllers) {
      byId.put(controller.cntlid(), controller.hostnqn());
      hosts.add(controller.hostnqn());
    }
    boolean unattributed = false;
    for (QueuePair queue : queues) {
      String host = queue.hostnqn() == null ? byId.get(queue.cntlid()) : queue.hostnqn();
      if (host == null) {
        unattributed = true;
      } else {
        hosts.add(host);
      }
    }
    return new Connections(hosts, unattributed);
  }

  private static PathState state(List<Listener.GroupState> groups) {
    AnaState served = stateOf(groups, SpdkExporter.SERVED_GROUP);
    AnaState closed = stateOf(groups, SpdkExporter.CLOSED_GROUP);
    if (closed != AnaState.INACCESSIBLE) {
      return PathState.OTHER;
    }
    if (served == AnaState.OPTIMIZED) {
      return PathState.SERVING;
    }
    return served == AnaState.INACCESSIBLE ? PathState.CLOSED : PathState.OTHER;
  }

  private static @Nullable AnaState stateOf(List<Listener.GroupState> groups, int group) {
    return groups.stream()
        .filter(one -> one.anaGroup() == group)
        .map(Listener.GroupState::anaState)
        .findFirst()
        .orElse(null);
  }

  private static ServedNamespace namespace(Subsystem.Namespace namespace) {
    String nguid = namespace.nguid();
    return new ServedNamespace(
        namespace.nsid(),
        namespace.bdevName(),
        namespace.uuid(),
        nguid == null ? null : nguid.toLowerCase(Locale.ROOT),
        namespace.anagrpid());
  }

  private static Optional<Endpoint> endpoint(ListenAddress address) {
    if (!address.trtype().equalsIgnoreCase(Transport.TCP.trtype())) {
      return Optional.empty();
    }
    return Optional.of(
        new Endpoint(Transport.TCP, address.traddr(), Integer.parseInt(address.trsvcid())));
  }
}
