package dev.liteio.controller.volume;

import dev.liteio.controller.request.Locality;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.failure.AlreadyExists;
import dev.liteio.failure.OperationPending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the volume that is there is the one that is asked for. */
final class Compatibility {

  private Compatibility() {}

  static void check(Volume volume, VolumeIntent intent) {
    VolumeSpec spec = volume.getSpec();
    if (spec.destroyOrFalse()) {
      throw new OperationPending(intent.id() + ": is being deleted; repeat the call");
    }
    demand(
        spec.csiName().equals(intent.csiName()), intent, "name", spec.csiName(), intent.csiName());
    demand(
        intent.size().contains(spec.sizeBytes()), intent, "size", spec.sizeBytes(), intent.size());
    demand(
        spec.parametersOrEmpty().equals(intent.parameters().kept()),
        intent,
        "parameters",
        spec.parametersOrEmpty(),
        intent.parameters().kept());
    demand(
        spec.accessType() == intent.accessType(),
        intent,
        "access type",
        spec.accessType(),
        intent.accessType());
    List<String> modes = spec.accessModes() == null ? List.of() : spec.accessModes();
    demand(modes.equals(intent.accessModes()), intent, "access modes", modes, intent.accessModes());
  }

  private static void demand(
      boolean same, VolumeIntent intent, String what, @Nullable Object seen, Object wanted) {
    if (!same) {
      throw new AlreadyExists(
          "volume %s exists with %s %s (asked for: %s)".formatted(intent.id(), what, seen, wanted));
    }
  }

  /** The node a volume is confined to by its locality; null = it can be used everywhere. */
  static @Nullable String onlyOn(VolumeIntent intent, LogicalVolume leg) {
    return intent.parameters().locality() == Locality.REQUIRED ? leg.getSpec().node() : null;
  }
}
