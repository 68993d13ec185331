package dev.liteio.agent.plan;

import dev.liteio.agent.export.Connections;
import dev.liteio.agent.export.ExportOrder;
import dev.liteio.agent.export.ObservedExport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hosts a status lists: those that are let in and those of which it is not proven that nothing
 * is left. A host that is missing from the list is proven gone.
 */
public final class Hosts {

  private Hosts() {}

  static List<String> listed(
      DesiredVolume volume,
      @Nullable ExportOrder order,
      @Nullable ObservedExport seen,
      Outcome outcome,
      boolean heldElsewhere) {
    TreeSet<String> listed = new TreeSet<>();
    if (seen != null) {
      listed.addAll(seen.hosts());
      if (seen.connections() != null) {
        listed.addAll(seen.connections().hosts());
      }
    }
    for (String suspect : suspects(volume, order)) {
      if (heldElsewhere || !isGone(suspect, seen, outcome)) {
        listed.add(suspect);
      }
    }
    return List.copyOf(listed);
  }

  /** The hosts that were let in once and are not any more: of those a proof is owed. */
  public static Set<String> suspects(DesiredVolume volume, @Nullable ExportOrder order) {
    Set<String> suspects = new HashSet<>(volume.listedHosts());
    if (order != null) {
      order.hosts().forEach(suspects::remove);
    }
    return suspects;
  }

  private static boolean isGone(String host, @Nullable ObservedExport seen, Outcome outcome) {
    if (seen == null) {
      return true;
    }
    if (seen.hosts().contains(host)) {
      return false;
    }
    Connections connections = seen.connections();
    return connections == null
        ? outcome.cut().contains(host)
        : connections.proveAbsent(host)
            || (outcome.cut().contains(host) && !connections.hosts().contains(host));
  }
}
