package dev.liteio.agent.export;

import dev.liteio.crd.Endpoint;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an export lacks to be as ordered. */
public enum Gap {
  /** There is no subsystem. */
  SUBSYSTEM,
  /** Namespace 1 is not there. */
  NAMESPACE,
  /** It listens at fewer places than it should. */
  LISTENER,
  /** A host that may connect is not let in. */
  HOST,
  /** Hosts that are not listed may connect. */
  OPEN,
  /** An endpoint does not serve the ANA groups as it should. */
  PATHS;

  /** What {@code seen} lacks; everything when there is nothing. */
  public static Set<Gap> between(ExportOrder order, @Nullable ObservedExport seen) {
    if (seen == null) {
      return EnumSet.of(SUBSYSTEM, NAMESPACE, LISTENER);
    }
    EnumSet<Gap> gaps = EnumSet.noneOf(Gap.class);
    if (seen.namespace() == null) {
      gaps.add(NAMESPACE);
    }
    if (!seen.endpoints().containsAll(order.endpoints())) {
      gaps.add(LISTENER);
    }
    if (!seen.hosts().containsAll(order.hosts())) {
      gaps.add(HOST);
    }
    if (seen.openToAnyHost()) {
      gaps.add(OPEN);
    }
    if (strayPath(order, seen.paths())) {
      gaps.add(PATHS);
    }
    return gaps;
  }

  private static boolean strayPath(ExportOrder order, @Nullable Map<Endpoint, PathState> paths) {
    if (paths == null) {
      return false;
    }
    Set<Endpoint> known = new HashSet<>(order.endpoints());
    known.retainAll(paths.keySet());
    return known.stream().anyMatch(endpoint -> paths.get(endpoint) != PathState.SERVING);
  }
}
