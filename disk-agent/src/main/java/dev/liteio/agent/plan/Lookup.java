package dev.liteio.agent.plan;

import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import java.util.List;
import java.util.Optional;

/** Finds the volume of an object by the name that is the object's own. */
final class Lookup {

  private Lookup() {}

  /** Of two with one name, the one on the device where it was last seen. */
  static Optional<StoredVolume> find(DesiredVolume volume, PoolContents contents) {
    List<StoredVolume> named =
        contents.volumes().stream()
            .filter(stored -> stored.name().equals(volume.spec().lvol()))
            .toList();
    if (named.size() < 2) {
      return named.stream().findFirst();
    }
    String device = volume.deviceOrNull();
    return named.stream()
        .filter(stored ->
            contents
                .deviceOf(stored.store())
                .filter(found -> found.path().equals(device))
                .isPresent())
        .findFirst()
        .or(() -> named.stream().findFirst());
  }
}
