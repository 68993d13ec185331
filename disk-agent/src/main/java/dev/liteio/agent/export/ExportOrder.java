package dev.liteio.agent.export;

import dev.liteio.crd.Endpoint;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a volume is to be served.
 *
 * @param leg what hosts see; everything of it derives from one uuid
 * @param volume {@code store/name} of the volume
 * @param backing the name by which the data plane knows it; null while it is only being made
 * @param window which controller ids
 * @param slot which half of them
 * @param hosts the host NQNs that may connect, nobody else
 * @param endpoints where
 */
public record ExportOrder(
    LegIdentity leg,
    String volume,
    @Nullable String backing,
    ControllerIdWindow window,
    TargetSlot slot,
    List<String> hosts,
    List<Endpoint> endpoints) {

  public ExportOrder {
    hosts = List.copyOf(hosts);
    endpoints = List.copyOf(endpoints);
  }

  /** The same, for these hosts. */
  public ExportOrder withHosts(List<String> others) {
    return new ExportOrder(leg, volume, backing, window, slot, others, endpoints);
  }

  /** The subsystem's NQN. */
  public String nqn() {
    return leg.nqn().value();
  }
}
