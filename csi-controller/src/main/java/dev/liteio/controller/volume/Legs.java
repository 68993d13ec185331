package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Provision;
import dev.liteio.crd.Volume;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.Unavailable;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.volume.VolumeId;
import java.util.Map;
import java.util.Optional;

/**
 * Which LogicalVolume is the leg of a volume. Attempts may be many and may race; the one that
 * counts is named in the Volume, by a write that only one of them wins.
 */
public final class Legs {

  private static final String CHOSEN = "liteio.dev/leg-";

  private final Cluster cluster;

  public Legs(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The name of the LogicalVolume that is the leg; empty while none is. */
  static Optional<String> chosen(Volume volume, int leg) {
    Map<String, String> annotations = volume.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(CHOSEN + leg));
  }

  /**
   * Makes {@code candidate} the leg unless another one is, and marks it as existing: from here on
   * no agent creates it.
   *
   * @return the name of the one that is the leg
   */
  String choose(VolumeId volume, int leg, String candidate) {
    Volume decided =
        cluster
            .volumes()
            .edit(volume.value(), current -> withChoice(current, leg, candidate))
            .orElseThrow(
                () -> new OperationPending(volume + ": deleted meanwhile; repeat the call"));
    String winner =
        chosen(decided, leg)
            .orElseThrow(
                () -> new OperationPending(volume + ": is being deleted; repeat the call"));
    if (winner.equals(candidate)) {
      markExisting(winner);
    }
    return winner;
  }

  private static Volume withChoice(Volume volume, int leg, String candidate) {
    if (chosen(volume, leg).isEmpty() && !Finalizers.isBeingDeleted(volume)) {
      Map<String, String> annotations = new java.util.TreeMap<>();
      if (volume.getMetadata().getAnnotations() != null) {
        annotations.putAll(volume.getMetadata().getAnnotations());
      }
      annotations.put(CHOSEN + leg, candidate);
      volume.getMetadata().setAnnotations(annotations);
    }
    return volume;
  }

  /** Marks it as existing; done already is fine. */
  void markExisting(String name) {
    LogicalVolume _ =
        cluster
            .logicalVolumes()
            .edit(
                name,
                lv -> {
                  if (lv.getSpec().provision() != Provision.EXISTING) {
                    lv.setSpec(lv.getSpec().existing());
                  }
                  return lv;
                })
            .orElseThrow(() ->
                new Unavailable(
                    "LogicalVolume %s: gone, although it holds a volume's data; restore the object"
                        .formatted(name)));
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
