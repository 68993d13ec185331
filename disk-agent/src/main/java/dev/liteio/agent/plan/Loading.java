package dev.liteio.agent.plan;

import dev.liteio.agent.engine.PoolContents;
import java.util.stream.Collectors;

/** Says for people what a volume waits for. */
final class Loading {

  private Loading() {}

  static String describe(DesiredVolume volume, PoolContents contents) {
    String device = volume.deviceOrNull();
    if (device != null && contents.deviceAt(device).isEmpty()) {
      return "it was last seen on %s, which the pool does not list any more".formatted(device);
    }
    String waiting =
        contents.devices().stream()
            .filter(one -> !one.isReady())
            .map(one -> one.path() + ": " + one.message())
            .collect(Collectors.joining("; "));
    return waiting.isEmpty() ? "the devices of the pool are not loaded" : waiting;
  }
}
