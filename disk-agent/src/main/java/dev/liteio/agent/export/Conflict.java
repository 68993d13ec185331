package dev.liteio.agent.export;

import dev.liteio.volume.LegIdentity;
import java.util.Optional;

/** Finds what cannot be completed because something else stands in its place. */
public final class Conflict {

  private Conflict() {}

  /** What stands where the export should be, when it is not the export. */
  public static Optional<String> between(ExportOrder order, ObservedExport seen) {
    ServedNamespace there = seen.namespace();
    if (there == null) {
      return Optional.empty();
    }
    LegIdentity leg = order.leg();
    String backing = order.backing();
    if (backing != null && !there.backing().equals(backing)) {
      return Optional.of(
          "subsystem %s serves %s as namespace %d (expected: %s, which is %s)"
              .formatted(seen.nqn(), there.backing(), there.nsid(), backing, order.volume()));
    }
    if (!leg.uuid().toString().equals(there.uuid()) || !leg.nguid().equals(there.nguid())) {
      return Optional.of(
          "namespace %d of %s has uuid %s and nguid %s (expected: %s for both)"
              .formatted(there.nsid(), seen.nqn(), there.uuid(), there.nguid(), leg.uuid()));
    }
    return Optional.empty();
  }
}
