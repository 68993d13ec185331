package dev.liteio.agent.export;

import java.util.Set;

/**
 * Who has something open to an export.
 *
 * @param hosts the host NQNs that have a controller or a queue pair
 * @param unattributed whether there is a queue pair of which the target does not say whose it is
 */
public record Connections(Set<String> hosts, boolean unattributed) {

  /** Nobody. */
  public static final Connections NONE = new Connections(Set.of(), false);

  public Connections {
    hosts = Set.copyOf(hosts);
  }

  /** Whether nothing of this host can be left. */
  public boolean proveAbsent(String host) {
    return !unattributed && !hosts.contains(host);
  }
}
