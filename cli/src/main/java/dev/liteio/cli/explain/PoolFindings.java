package dev.liteio.cli.explain;

import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a volume might find no room: each pool in a line. */
final class PoolFindings {

  private PoolFindings() {}

  static List<Finding> of(List<StoragePool> pools) {
    if (pools.isEmpty()) {
      return List.of(
          new Finding(
              1, "StoragePool", Health.BAD, "there is none: apply one for a node that has disks"));
    }
    return pools.stream()
        .sorted(Comparator.comparing(pool -> pool.getMetadata().getName()))
        .map(PoolFindings::of)
        .toList();
  }

  private static Finding of(StoragePool pool) {
    String name = "StoragePool " + pool.getMetadata().getName();
    StoragePoolStatus status = pool.getStatus();
    if (Boolean.TRUE.equals(pool.getSpec().cordoned())) {
      return new Finding(1, name, Health.NEUTRAL, "cordoned: takes no new volumes");
    }
    if (status == null) {
      return new Finding(
          1,
          name,
          Health.BAD,
          "no agent has said a word of it; is one on node %s?".formatted(pool.getSpec().node()));
    }
    if (!Conditions.holds(status.conditions(), StoragePoolStatus.READY)) {
      return new Finding(1, name, Health.BAD, "not ready: " + ready(status));
    }
    return new Finding(
        1,
        name,
        Health.GOOD,
        "on node %s, %s free, the largest volume %s"
            .formatted(
                pool.getSpec().node(), size(status.freeBytes()), size(status.largestFreeBytes())));
  }

  private static String ready(StoragePoolStatus status) {
    return Conditions.find(status.conditions(), StoragePoolStatus.READY)
        .map(Condition::getMessage)
        .orElse("its agent does not say why");
  }

  private static String size(@Nullable Long bytes) {
    return bytes == null ? "?" : new ByteSize(bytes).toString();
  }
}
