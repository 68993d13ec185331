package dev.liteio.agent.plan;

import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.ExportOrder;
import dev.liteio.crd.AllowedHost;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.Nqn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a spec how its volume is to be served. */
final class Orders {

  private Orders() {}

  /**
   * What was read.
   *
   * @param order null when the spec makes no sense
   * @param problem what is wrong: with the whole, or with a host that is not let in
   */
  record Reading(@Nullable ExportOrder order, @Nullable String problem) {

    String problemOrEmpty() {
      return problem == null ? "" : problem;
    }

    ExportOrder orderFor(StoredVolume stored) {
      if (order == null) {
        throw new IllegalStateException("there is no order: " + problem);
      }
      return backed(order, stored);
    }
  }

  static Reading read(DesiredVolume volume, ServingTerms terms) {
    var spec = volume.spec();
    try {
      if (spec.sizeBytes() < 1) {
        throw new IllegalArgumentException(
            "sizeBytes: %d (expected: >= 1)".formatted(spec.sizeBytes()));
      }
      List<String> hosts = new ArrayList<>();
      String problem = readHosts(spec.hostsOrEmpty(), hosts);
      return new Reading(
          new ExportOrder(
              LegIdentity.parse(spec.uuid()),
              spec.lvol(),
              null,
              new ControllerIdWindow(spec.controllerIdWindow()),
              terms.slot(),
              hosts,
              terms.endpoints()),
          problem);
    } catch (IllegalArgumentException e) {
      return new Reading(null, e.getMessage());
    }
  }

  /** The same order, for the volume that was found. */
  static ExportOrder backed(ExportOrder order, StoredVolume stored) {
    return new ExportOrder(
        order.leg(),
        stored.store() + "/" + stored.name(),
        stored.backing(),
        order.window(),
        order.slot(),
        order.hosts(),
        order.endpoints());
  }

  /** The same order for a volume that is only being made. */
  static ExportOrder in(ExportOrder order, String store, String name) {
    return new ExportOrder(
        order.leg(),
        store + "/" + name,
        null,
        order.window(),
        order.slot(),
        order.hosts(),
        order.endpoints());
  }

  private static @Nullable String readHosts(List<AllowedHost> listed, List<String> hosts) {
    String problem = null;
    for (AllowedHost host : listed) {
      try {
        String nqn = new Nqn(host.hostNqn()).value();
        if (!hosts.contains(nqn)) {
          hosts.add(nqn);
        }
      } catch (IllegalArgumentException e) {
        problem =
            "the host of attachment %s is not let in: %s"
                .formatted(host.attachment(), e.getMessage());
      }
    }
    return problem;
  }
}
