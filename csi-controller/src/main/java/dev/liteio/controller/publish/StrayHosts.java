package dev.liteio.controller.publish;

import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeStatus;
import java.util.HashSet;
import java.util.Set;

/**
 * The hosts that a target still lists, or of which it has not proven that nothing is left, although
 * the spec lets them in no more.
 */
final class StrayHosts {

  private StrayHosts() {}

  static Set<String> of(LogicalVolume leg) {
    LogicalVolumeStatus status = leg.getStatus();
    if (status == null) {
      return Set.of();
    }
    Set<String> stray = new HashSet<>(status.hostsOrEmpty());
    leg.getSpec().hostsOrEmpty().stream().map(AllowedHost::hostNqn).forEach(stray::remove);
    return stray;
  }
}
