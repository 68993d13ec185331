package dev.liteio.controller.placement;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a leg goes, or why nowhere. */
public sealed interface Placement {

  /** There. */
  record Placed(PoolView pool) implements Placement {}

  /**
   * Nowhere.
   *
   * @param reasons which pools were refused for which reason
   */
  record Refused(int pools, Map<String, Refusals> reasons) implements Placement {

    /** For people: {@code 3 pools: 2 too full (a with 1Gi, b with 512Mi), 1 cordoned (c)}. */
    public String explanation() {
      if (pools == 0) {
        return "there is no pool: create a StoragePool";
      }
      return reasons.entrySet().stream()
          .sorted(
              Map.Entry.<String, Refusals>comparingByValue(
                      Comparator.comparingInt(Refusals::count).reversed())
                  .thenComparing(Map.Entry.comparingByKey()))
          .map(reason -> reason.getValue().explanation(reason.getKey()))
          .collect(Collectors.joining(", ", pools + (pools == 1 ? " pool: " : " pools: "), ""));
    }
  }
}
