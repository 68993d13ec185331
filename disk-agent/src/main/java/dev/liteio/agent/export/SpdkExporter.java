package dev.liteio.agent.export;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.spdk.jsonrpc.Absent;
import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.spdk.nvmf.CreateSubsystem;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.Listener;
import dev.liteio.spdk.nvmf.NewNamespace;
import dev.liteio.spdk.nvmf.Nvmf;
import dev.liteio.spdk.nvmf.NvmfController;
import dev.liteio.spdk.nvmf.QueuePair;
import dev.liteio.volume.LegIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Exports of an SPDK target.
 *
 * <p>SPDK starts calls in the order of their arrival and waits for none. Creating a subsystem and
 * adding a namespace to it may travel together; letting hosts in and listening may not travel with
 * the namespace, because they would succeed when the namespace fails. Only while no host is listed
 * does the listener ride along: then nobody can come.
 */
public final class SpdkExporter implements Exporter {

  /** The ANA group of every namespace in service. */
  static final int SERVED_GROUP = 1;

  /** The ANA group that is closed on every listener: namespaces move there to drain. */
  static final int CLOSED_GROUP = 2;

  private static final String OURS = "nqn.2026-11.dev.liteio:";
  private static final int MAX_NAMESPACES = 2;
  private static final String MODEL = "LiteIO";

  private final Nvmf nvmf;

  /** The exports of this target. */
  public SpdkExporter(Nvmf nvmf) {
    this.nvmf = nvmf;
  }

  @Override
  public CompletableFuture<Map<String, ObservedExport>> list() {
    return nvmf.subsystems()
        .thenApply(all ->
            all.stream()
                .filter(subsystem -> subsystem.nqn().startsWith(OURS))
                .map(SubsystemReader::read)
                .collect(Collectors.toMap(ObservedExport::nqn, Function.identity())));
  }

  @Override
  public CompletableFuture<ObservedExport> look(ObservedExport export) {
    String nqn = export.nqn();
    CompletableFuture<List<Listener>> listeners = nvmf.listeners(nqn);
    CompletableFuture<List<NvmfController>> controllers = nvmf.controllers(nqn);
    CompletableFuture<List<QueuePair>> queues = nvmf.queuePairs(nqn);
    return CompletableFuture.allOf(listeners, controllers, queues)
        .thenApply(all ->
            export.looked(
                SubsystemReader.paths(listeners.join()),
                SubsystemReader.connections(controllers.join(), queues.join())));
  }

  @Override
  public CompletableFuture<Void> export(ExportOrder order, @Nullable ObservedExport seen) {
    if (seen != null && seen.namespace() == null && !seen.endpoints().isEmpty()) {
      return close(seen).thenCompose(closed -> complete(order, withoutEndpoints(seen)));
    }
    return complete(order, seen);
  }

  private CompletableFuture<Void> complete(ExportOrder order, @Nullable ObservedExport seen) {
    Set<Gap> gaps = Gap.between(order, seen);
    List<CompletableFuture<?>> body = new ArrayList<>();
    if (gaps.contains(Gap.SUBSYSTEM)) {
      body.add(createSubsystem(order));
    }
    if (gaps.contains(Gap.OPEN)) {
      body.add(nvmf.allowAnyHost(order.nqn(), false));
    }
    if (gaps.contains(Gap.NAMESPACE)) {
      body.add(addNamespace(order));
    }
    boolean nobodyCanCome = order.hosts().isEmpty() && (seen == null || isClosedToAll(seen));
    if (nobodyCanCome) {
      body.addAll(open(order, seen));
      return Together.all(body);
    }
    return Together.all(body).thenCompose(done -> Together.all(open(order, seen)));
  }

  private static boolean isClosedToAll(ObservedExport seen) {
    return seen.hosts().isEmpty() && !seen.openToAnyHost();
  }

  /** Hosts first, listeners last. */
  private List<CompletableFuture<?>> open(ExportOrder order, @Nullable ObservedExport seen) {
    List<CompletableFuture<?>> calls = new ArrayList<>();
    Set<String> listed = seen == null ? Set.of() : seen.hosts();
    for (String host : order.hosts()) {
      if (!listed.contains(host)) {
        calls.add(nvmf.addHost(order.nqn(), host));
      }
    }
    Set<Endpoint> listening = seen == null ? Set.of() : seen.endpoints();
    Map<Endpoint, PathState> paths = seen == null || seen.paths() == null ? Map.of() : seen.paths();
    for (Endpoint endpoint : order.endpoints()) {
      if (!listening.contains(endpoint)) {
        calls.add(nvmf.addListener(order.nqn(), address(endpoint), AnaState.OPTIMIZED));
        calls.add(closeGroup(order.nqn(), endpoint));
      } else if (paths.getOrDefault(endpoint, PathState.SERVING) != PathState.SERVING) {
        calls.add(setPathState(order.nqn(), endpoint, PathState.SERVING));
      }
    }
    return calls;
  }

  private CompletableFuture<Void> createSubsystem(ExportOrder order) {
    return nvmf.createSubsystem(
        new CreateSubsystem(
            order.nqn(),
            order.leg().serial(),
            MODEL,
            MAX_NAMESPACES,
            order.window().min(order.slot()),
            order.window().max(order.slot()),
            true,
            false));
  }

  private CompletableFuture<Integer> addNamespace(ExportOrder order) {
    String backing = order.backing() == null ? order.volume() : order.backing();
    return nvmf.addNamespace(
        order.nqn(),
        NewNamespace.withUuid(
            backing, LegIdentity.NAMESPACE_ID, order.leg().uuid().toString(), SERVED_GROUP));
  }

  @Override
  public CompletableFuture<Void> allow(String nqn, String host) {
    return nvmf.addHost(nqn, host);
  }

  @Override
  public CompletableFuture<Void> revoke(String nqn, String host) {
    return nvmf.removeHost(nqn, host);
  }

  @Override
  public CompletableFuture<Void> setPathState(String nqn, Endpoint endpoint, PathState state) {
    return switch (state) {
      case SERVING ->
          Together.all(
              List.of(
                  nvmf.setAnaState(nqn, address(endpoint), AnaState.OPTIMIZED, SERVED_GROUP),
                  closeGroup(nqn, endpoint)));
      case CLOSED -> nvmf.setAnaState(nqn, address(endpoint), AnaState.INACCESSIBLE, null);
      case OTHER ->
          throw new IllegalArgumentException("path state OTHER is only seen, never set: " + nqn);
    };
  }

  private CompletableFuture<Void> closeGroup(String nqn, Endpoint endpoint) {
    return nvmf.setAnaState(nqn, address(endpoint), AnaState.INACCESSIBLE, CLOSED_GROUP);
  }

  @Override
  public CompletableFuture<Void> close(ObservedExport seen) {
    return Together.all(
        seen.endpoints().stream()
            .map(endpoint -> nvmf.removeListener(seen.nqn(), address(endpoint)))
            .toList());
  }

  @Override
  public CompletableFuture<Void> unexport(String nqn) {
    return Absent.asEmpty(nvmf.deleteSubsystem(nqn).thenApply(done -> List.of(nqn)))
        .thenApply(done -> null);
  }

  private static ObservedExport withoutEndpoints(ObservedExport seen) {
    return new ObservedExport(
        seen.nqn(),
        seen.serial(),
        seen.lowestControllerId(),
        seen.highestControllerId(),
        seen.namespace(),
        seen.openToAnyHost(),
        seen.hosts(),
        Set.of(),
        null,
        seen.connections());
  }

  private static ListenAddress address(Endpoint endpoint) {
    if (endpoint.transport() != Transport.TCP) {
      throw new IllegalArgumentException("transport " + endpoint.transport() + " (expected: tcp)");
    }
    return ListenAddress.tcp(endpoint.address(), endpoint.port());
  }
}
