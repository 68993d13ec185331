package dev.liteio.agent.plan;

import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import java.util.List;
import java.util.Optional;

/** Finds the volume of an object by the name that is the object's own. */
final class Lookup {

  private Lookup() {}

  /**
   * What has its name on another device of the pool than where it was last seen is a twin that an
   * agent made and died over: empty, and never served in its place.
   */
  static Optional<StoredVolume> find(DesiredVolume volume, PoolContents contents) {
    String device = volume.deviceOrNull();
    List<StoredVolume> named =
        contents.volumes().stream()
            .filter(stored -> stored.name().equals(volume.spec().lvol()))
            .filter(stored -> device == null || !isOnAnother(device, stored, contents))
            .toList();
    return named.stream()
        .filter(stored -> contents.deviceOf(stored.store()).isPresent())
        .findFirst()
        .or(() -> named.stream().findFirst());
  }

  private static boolean isOnAnother(String device, StoredVolume stored, PoolContents contents) {
    return contents
        .deviceOf(stored.store())
        .filter(found -> !found.path().equals(device))
        .isPresent();
  }
}
