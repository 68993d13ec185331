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
      VolumePlan plan, @Nullable ObservedExport seen, Outcome outcome, boolean heldElsewhere) {
    TreeSet<String> listed = new TreeSet<>();
    if (seen != null) {
      listed.addAll(seen.hosts());
      if (seen.connections() != null) {
        listed.addAll(seen.connections().hosts());
      }
    }
    Set<String> suspects = suspects(plan.volume(), plan.order());
    suspects.addAll(toBeCut(plan));
    for (String suspect : suspects) {
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

  /** Those that this very pass was to cut off: a status that names them may never have been. */
  private static Set<String> toBeCut(VolumePlan plan) {
    Set<String> hosts = new HashSet<>();
    for (List<Step> stage : plan.stages()) {
      for (Step step : stage) {
        if (step instanceof Step.Revoke revoke) {
          hosts.addAll(revoke.hosts());
        }
      }
    }
    return hosts;
  }

  /**
   * The hosts that may still write, though they are neither to be let in nor listed to be cut off:
   * a removal that ran out of time leaves them behind.
   */
  static Set<String> lingering(
      DesiredVolume volume,
      ExportOrder order,
      @Nullable ObservedExport seen,
      boolean heldElsewhere) {
    TreeSet<String> lingering = new TreeSet<>(suspects(volume, order));
    if (seen == null) {
      return heldElsewhere ? lingering : Set.of();
    }
    Connections connections = seen.connections();
    if (connections != null) {
      lingering.addAll(connections.hosts());
    }
    lingering.removeIf(host ->
        order.hosts().contains(host)
            || seen.hosts().contains(host)
            || (!heldElsewhere && connections != null && connections.proveAbsent(host)));
    return lingering;
  }

  /** The order without those who have to wait: nobody comes in while somebody lingers. */
  static ExportOrder admitted(
      DesiredVolume volume,
      ExportOrder order,
      @Nullable ObservedExport seen,
      boolean heldElsewhere) {
    if (lingering(volume, order, seen, heldElsewhere).isEmpty()) {
      return order;
    }
    Set<String> in = seen == null ? Set.of() : seen.hosts();
    return order.withHosts(order.hosts().stream().filter(in::contains).toList());
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
