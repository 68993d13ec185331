package dev.liteio.controller.volume;

import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.Provision;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.VolumeId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The attempts at a leg, {@code <volume>-<number>}, as one call sees them: no name and no pool that
 * refused is taken again.
 */
final class Attempts {

  private final Set<String> avoid = new HashSet<>();
  private int last;

  /** It was seen: its name is taken. */
  void seen(LogicalVolume attempt) {
    last = Math.max(last, number(attempt));
  }

  /** Its pool did not take it. */
  void refused(LogicalVolume attempt) {
    avoid.add(attempt.getSpec().pool());
  }

  /** The pools that did not take it. */
  Set<String> avoid() {
    return avoid;
  }

  /** The same and one more. */
  Set<String> avoidWith(String pool) {
    Set<String> all = new HashSet<>(avoid);
    all.add(pool);
    return all;
  }

  /** The next attempt, not written yet. */
  LogicalVolume next(Volume volume, VolumeIntent intent, PoolView pool) {
    int number = last + 1;
    VolumeLeg leg = volume.getSpec().legs().get(Legs.ONLY);
    LogicalVolume fresh = new LogicalVolume();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(intent.id(), number))
            .withLabels(Legs.labels(intent.id(), pool.name(), pool.node()))
            .build());
    fresh.setSpec(
        new LogicalVolumeSpec(
            intent.id().value(),
            Legs.ONLY,
            pool.name(),
            pool.nodeName(),
            leg.uuid(),
            "lv-" + UUID.randomUUID(),
            volume.getSpec().sizeBytes(),
            intent.parameters().thin(),
            number % ControllerIdWindow.COUNT,
            Provision.CREATE,
            null,
            List.of()));
    return Finalizers.with(fresh, Group.AGENT_FINALIZER);
  }

  /** Whether it is of this volume, and not of an earlier one of its name. */
  static boolean isOf(Volume volume, LogicalVolume attempt) {
    return volume.getSpec().legs().stream()
        .anyMatch(leg -> leg.uuid().equals(attempt.getSpec().uuid()));
  }

  /** Whether it may be what a caller was told is its volume. */
  static boolean isAccepted(LogicalVolume attempt) {
    return attempt.getSpec().provision() == Provision.EXISTING;
  }

  private static String name(VolumeId volume, int number) {
    return volume.value() + "-" + number;
  }

  private static int number(LogicalVolume attempt) {
    String name = attempt.getMetadata().getName();
    String tail = name.substring(name.lastIndexOf('-') + 1);
    return tail.matches("[0-9]{1,9}") ? Integer.parseInt(tail) : 0;
  }
}
