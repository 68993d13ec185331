package dev.liteio.cli.explain;

import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import dev.liteio.cli.report.NodeTrouble;
import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.placement.Placement;
import dev.liteio.controller.placement.Placer;
import dev.liteio.controller.placement.PoolView;
import dev.liteio.controller.placement.Wish;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why a volume finds no room: each pool in a line, judged by the very rules that CreateVolume goes
 * by.
 */
final class PoolFindings {

  private final Wish wish;
  private final List<Node> nodes;
  private final PoolTable table = new PoolTable();

  /**
   * For that wish.
   *
   * @param legs of all volumes: they fill the pools
   */
  PoolFindings(Wish wish, List<LogicalVolume> legs, List<Node> nodes) {
    this.wish = wish;
    this.nodes = nodes;
    legs.forEach(leg -> table.changed(leg.getMetadata().getName(), leg.getSpec().pool(), leg));
  }

  List<Finding> of(List<StoragePool> pools) {
    if (pools.isEmpty()) {
      return List.of(
          new Finding(
              1,
              "StoragePool",
              Health.BAD,
              "there is none: apply one for a node that has disks (docs/install.md)"));
    }
    return pools.stream()
        .sorted(Comparator.comparing(pool -> pool.getMetadata().getName()))
        .map(this::of)
        .toList();
  }

  private Finding of(StoragePool pool) {
    String name = pool.getMetadata().getName();
    table.changed(name, pool);
    Optional<PoolView> seen = table.get(name);
    if (seen.isEmpty()) {
      return finding(name, Health.BAD, "its spec makes no sense and it is left out");
    }
    PoolView view = seen.get();
    return switch (Placer.place(List.of(view), wish)) {
      case Placement.Placed _ ->
          finding(
              name,
              Health.GOOD,
              "on node %s, would take it: the largest volume it takes is %s"
                  .formatted(view.nodeName(), room(view)));
      case Placement.Refused refused ->
          finding(
              name,
              view.ready() ? Health.NEUTRAL : Health.BAD,
              why(pool, view, String.join(", ", refused.reasons().keySet())));
    };
  }

  private static Finding finding(String pool, Health health, String text) {
    return new Finding(1, "StoragePool " + pool, health, text);
  }

  private String room(PoolView view) {
    return new ByteSize(view.room(wish.parameters().thin())).rounded();
  }

  /** The reason that CreateVolume counts, with what lies behind it. */
  private String why(StoragePool pool, PoolView view, String reason) {
    if (!view.ready()) {
      String trouble = nodes.isEmpty() ? "" : NodeTrouble.of(nodes, view.nodeName());
      return "%s: %s%s".formatted(reason, readiness(pool), trouble.isEmpty() ? "" : "; " + trouble);
    }
    return "%s (on node %s, labels %s, the largest volume it takes is %s; asked for: %s)"
        .formatted(
            reason,
            view.nodeName(),
            view.labels().isEmpty() ? "none" : view.labels(),
            room(view),
            new ByteSize(wish.bytes()).rounded());
  }

  private static String readiness(StoragePool pool) {
    StoragePoolStatus status = pool.getStatus();
    return Optional.ofNullable(status)
        .flatMap(each -> Conditions.find(each.conditions(), StoragePoolStatus.READY))
        .map(Condition::getMessage)
        .orElseGet(() ->
            "no agent has said a word of it; is one on node %s?".formatted(pool.getSpec().node()));
  }
}
