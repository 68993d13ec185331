package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.Incarnation;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.Unavailable;
import dev.liteio.volume.VolumeId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which LogicalVolume is the leg of a volume. Attempts may be many and may race; the one that
 * counts is named in the Volume, by a write that only one of them wins.
 */
public final class Legs {

  /** The index of the leg of a volume that has one. */
  public static final int ONLY = 0;

  private static final String CHOSEN = "liteio.dev/leg-";

  private final Cluster cluster;

  public Legs(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The name of the LogicalVolume that is the leg; empty while none is. */
  public static Optional<String> chosen(Volume volume, int leg) {
    Map<String, String> annotations = volume.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(CHOSEN + leg));
  }

  /**
   * Makes {@code candidate}, which was accepted, the leg unless another one is.
   *
   * @return the volume, which has a leg now
   * @throws OperationPending when the volume is gone or going
   */
  Volume choose(Volume volume, int leg, String candidate) {
    return cluster
        .volumes()
        .edit(
            volume, now -> Incarnation.isSame(now, volume) ? withChoice(now, leg, candidate) : now)
        .filter(now -> Incarnation.isSame(now, volume) && chosen(now, leg).isPresent())
        .orElseThrow(() ->
            new OperationPending(
                volume.getMetadata().getName() + ": deleted meanwhile; repeat the call"));
  }

  private static Volume withChoice(Volume volume, int leg, String candidate) {
    if (chosen(volume, leg).isEmpty() && !volume.getSpec().destroyOrFalse()) {
      Map<String, String> annotations = new TreeMap<>();
      if (volume.getMetadata().getAnnotations() != null) {
        annotations.putAll(volume.getMetadata().getAnnotations());
      }
      annotations.put(CHOSEN + leg, candidate);
      volume.getMetadata().setAnnotations(annotations);
    }
    return volume;
  }

  /**
   * Marks an attempt as existing: no agent creates it from here on, and no replica takes it for one
   * that was refused.
   *
   * @return it as it is now; empty when somebody gave it up
   */
  Optional<LogicalVolume> accept(LogicalVolume attempt) {
    return cluster
        .logicalVolumes()
        .edit(
            attempt,
            now -> {
              if (isOpen(now, attempt) && !Attempts.isAccepted(now)) {
                now.setSpec(now.getSpec().existing());
              }
              return now;
            })
        .filter(now -> isOpen(now, attempt));
  }

  private static boolean isOpen(LogicalVolume now, LogicalVolume attempt) {
    return Incarnation.isSame(now, attempt) && !now.getSpec().destroyOrFalse();
  }

  /**
   * The leg of a volume that was made.
   *
   * @throws Unavailable when its object is missing
   */
  public LogicalVolume require(Volume volume, int leg) {
    String name =
        chosen(volume, leg)
            .orElseThrow(() ->
                new Unavailable(
                    "volume %s: not made yet".formatted(volume.getMetadata().getName())));
    return cluster
        .logicalVolumes()
        .get(name)
        .orElseThrow(() ->
            new Unavailable(
                "volume %s: LogicalVolume %s is missing; restore the object (its data is on the pool)"
                    .formatted(volume.getMetadata().getName(), name)));
  }

  /** The volume an object belongs to. */
  static Map<String, String> labels(VolumeId volume, String pool, String nodeLabel) {
    return Map.of(
        Group.VOLUME_LABEL, volume.value(),
        Group.POOL_LABEL, label(pool),
        dev.liteio.volume.NodeName.LABEL, nodeLabel);
  }

  private static String label(String pool) {
    return pool.length() <= 63 ? pool : pool.substring(0, 63).replaceAll("[-.]+$", "");
  }
}
