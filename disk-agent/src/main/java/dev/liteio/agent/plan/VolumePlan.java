package dev.liteio.agent.plan;

import dev.liteio.agent.export.ExportOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one volume.
 *
 * @param order how it is to be served; null when its spec makes no sense
 * @param stages one after the other, each only when the one before succeeded; the steps of a stage
 *     do not depend on each other and travel together
 */
public record VolumePlan(
    DesiredVolume volume, Verdict verdict, @Nullable ExportOrder order, List<List<Step>> stages) {

  public VolumePlan {
    stages = stages.stream().filter(stage -> !stage.isEmpty()).map(List::copyOf).toList();
  }
}
