package dev.liteio.agent.plan;

import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.volume.ByteSize;

/** What is worth saying about a volume that is served. */
final class Concerns {

  private Concerns() {}

  static Verdict.Serve about(
      DesiredVolume volume, Orders.Reading reading, StoredVolume stored, long clusterBytes) {
    if (volume.isKeptWithoutOrder()) {
      return new Verdict.Serve(
          LogicalVolumeReason.KEPT_WITHOUT_ORDER,
          "the object is being deleted, but nobody ordered its data to be destroyed: it is kept and served; delete the PersistentVolumeClaim, or set spec.destroy to true if you mean it");
    }
    if (reading.problem() != null) {
      return new Verdict.Serve(LogicalVolumeReason.CONFLICT, reading.problem());
    }
    if (stored.thin() != volume.spec().thin()) {
      return new Verdict.Serve(
          LogicalVolumeReason.CONFLICT,
          "it is %s (expected: %s)".formatted(word(stored.thin()), word(volume.spec().thin())));
    }
    if (isLarger(volume, stored, clusterBytes)) {
      return new Verdict.Serve(
          LogicalVolumeReason.CONFLICT,
          "it has %s (expected: %s); it is not cut"
              .formatted(
                  new ByteSize(stored.sizeBytes()), new ByteSize(volume.spec().sizeBytes())));
    }
    return Verdict.Serve.AS_ASKED;
  }

  /** Larger than rounding up to whole clusters explains. */
  private static boolean isLarger(DesiredVolume volume, StoredVolume stored, long clusterBytes) {
    return clusterBytes > 0 && stored.sizeBytes() - clusterBytes >= volume.spec().sizeBytes();
  }

  private static String word(boolean thin) {
    return thin ? "thin" : "thick";
  }
}
