package dev.liteio.agent.pass;

import dev.liteio.agent.export.Connections;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.agent.plan.DesiredPool;
import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.ObservedPool;
import dev.liteio.agent.plan.Plan;
import dev.liteio.agent.plan.Step;
import dev.liteio.crd.AllowedHost;
import dev.liteio.volume.LegIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which exports deserve a closer look. Three more calls each are too much for a thousand exports at
 * every change, and too little to go without where a proof is owed.
 */
final class Attention {

  private final Map<String, DesiredVolume> byNqn = new HashMap<>();
  private final boolean full;

  Attention(DesiredPool desired, boolean full) {
    this.full = full;
    for (DesiredVolume volume : desired.volumes()) {
      try {
        byNqn.put(LegIdentity.parse(volume.spec().uuid()).nqn().value(), volume);
      } catch (IllegalArgumentException nonsense) {
        // the planner says so; there is no export to look at
      }
    }
  }

  /** At the start: where the spec is new, or a host was let in once that is not any more. */
  boolean isNeededBefore(ObservedExport export) {
    DesiredVolume volume = byNqn.get(export.nqn());
    return volume != null && (full || !volume.isAnswered() || owesProof(volume, export));
  }

  /** At the end: where somebody was cut off, or somebody unexpected was seen. */
  Predicate<ObservedExport> after(Plan plan, ObservedPool before) {
    Set<String> cut =
        plan.steps()
            .filter(Step.Revoke.class::isInstance)
            .map(step -> ((Step.Revoke) step).nqn())
            .collect(Collectors.toSet());
    return export -> {
      DesiredVolume volume = byNqn.get(export.nqn());
      return volume != null
          && (cut.contains(export.nqn())
              || owesProof(volume, export)
              || before.export(export.nqn()).filter(one -> owesProof(volume, one)).isPresent());
    };
  }

  private static boolean owesProof(DesiredVolume volume, ObservedExport export) {
    Set<String> strangers = new HashSet<>(volume.listedHosts());
    strangers.addAll(export.hosts());
    Connections connections = export.connections();
    if (connections != null) {
      strangers.addAll(connections.hosts());
    }
    for (AllowedHost host : volume.spec().hostsOrEmpty()) {
      strangers.remove(host.hostNqn());
    }
    return !strangers.isEmpty() || (connections != null && connections.unattributed());
  }
}
