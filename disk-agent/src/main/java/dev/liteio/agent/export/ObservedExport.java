package dev.liteio.agent.export;

import dev.liteio.crd.Endpoint;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An export as the target reports it.
 *
 * @param namespace namespace 1, null when there is none
 * @param openToAnyHost whether hosts that are not listed may connect
 * @param hosts the host NQNs that are listed
 * @param endpoints where it listens
 * @param paths per endpoint whether group 1 is served and group 2 is not; null when not read
 * @param connections null when not read
 */
public record ObservedExport(
    String nqn,
    @Nullable String serial,
    int lowestControllerId,
    int highestControllerId,
    @Nullable ServedNamespace namespace,
    boolean openToAnyHost,
    Set<String> hosts,
    Set<Endpoint> endpoints,
    @Nullable Map<Endpoint, PathState> paths,
    @Nullable Connections connections) {

  public ObservedExport {
    hosts = Set.copyOf(hosts);
    endpoints = Set.copyOf(endpoints);
  }

  /** The same, with what a closer look showed. */
  public ObservedExport looked(Map<Endpoint, PathState> seenPaths, Connections seenConnections) {
    return new ObservedExport(
        nqn,
        serial,
        lowestControllerId,
        highestControllerId,
        namespace,
        openToAnyHost,
        hosts,
        endpoints,
        Map.copyOf(seenPaths),
        seenConnections);
  }
}
