package dev.liteio.agent.plan;

import dev.liteio.agent.export.Conflict;
import dev.liteio.agent.export.ExportOrder;
import dev.liteio.agent.export.Gap;
import dev.liteio.agent.export.ObservedExport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps that make an export what it should be. Who is to go goes before anybody comes. */
final class ExportSteps {

  private ExportSteps() {}

  /** For a volume that is there, or will be when these steps are taken. */
  static List<List<Step>> of(ExportOrder order, @Nullable ObservedExport seen) {
    List<List<Step>> stages = new ArrayList<>();
    if (seen == null) {
      stages.add(List.of(new Step.Export(order, null)));
      return stages;
    }
    if (Conflict.between(order, seen).isPresent()) {
      return List.of();
    }
    stages.add(revoke(order, seen));
    Set<Gap> gaps = Gap.between(order, seen);
    if (gaps.isEmpty()) {
      return stages;
    }
    if (gaps.equals(EnumSet.of(Gap.HOST))) {
      stages.add(List.of(new Step.Allow(order.nqn(), without(order.hosts(), seen.hosts()))));
    } else {
      stages.add(List.of(new Step.Export(order, seen)));
    }
    return stages;
  }

  /** For a volume that is not there: whoever is to go goes, and nobody is served nothing. */
  static List<List<Step>> withoutVolume(ExportOrder order, @Nullable ObservedExport seen) {
    if (seen == null) {
      return List.of();
    }
    boolean hollow = seen.namespace() == null && !seen.endpoints().isEmpty();
    List<Step> close = hollow ? List.of(new Step.Close(seen)) : List.of();
    return List.of(close, revoke(order, seen));
  }

  private static List<Step> revoke(ExportOrder order, ObservedExport seen) {
    List<String> gone = without(List.copyOf(seen.hosts()), Set.copyOf(order.hosts()));
    return gone.isEmpty() ? List.of() : List.of(new Step.Revoke(order.nqn(), gone));
  }

  private static List<String> without(List<String> all, Set<String> some) {
    return all.stream().filter(one -> !some.contains(one)).sorted().toList();
  }
}
