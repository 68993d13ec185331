package dev.liteio.agent.plan;

import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.export.ObservedExport;
import java.util.Map;
import java.util.Optional;

/**
 * What is there, read once.
 *
 * @param contents devices and volumes
 * @param exports by NQN: all that carry our prefix
 * @param heldElsewhere whether another living process still holds a device of this pool, so that
 *     nothing said by this target proves anything about hosts of that one
 */
public record ObservedPool(
    PoolContents contents, Map<String, ObservedExport> exports, boolean heldElsewhere) {

  public ObservedPool {
    exports = Map.copyOf(exports);
  }

  /** The export with this NQN. */
  public Optional<ObservedExport> export(String nqn) {
    return Optional.ofNullable(exports.get(nqn));
  }
}
