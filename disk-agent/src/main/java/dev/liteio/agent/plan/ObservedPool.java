package dev.liteio.agent.plan;

import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.agent.export.ServedNamespace;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * The same, unless it serves another logical volume of ours than {@code lvol}: attempts at one
   * volume share an NQN, and one that is absent or goes must not touch what serves another.
   */
  public Optional<ObservedExport> exportOf(String lvol, String nqn) {
    return export(nqn).filter(seen -> !servesAnother(lvol, seen.namespace()));
  }

  private boolean servesAnother(String lvol, @Nullable ServedNamespace namespace) {
    return namespace != null
        && contents.volumes().stream()
            .anyMatch(stored ->
                stored.backing().equals(namespace.backing()) && !stored.name().equals(lvol));
  }
}
