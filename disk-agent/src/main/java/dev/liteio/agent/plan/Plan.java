package dev.liteio.agent.plan;

import java.util.List;
import java.util.stream.Stream;

/** What is to be done for a pool: one entry for each of its volumes, independent of each other. */
public record Plan(List<VolumePlan> volumes) {

  public Plan {
    volumes = List.copyOf(volumes);
  }

  /** Whether everything is as it should be. */
  public boolean isEmpty() {
    return steps().findAny().isEmpty();
  }

  /** All steps. */
  public Stream<Step> steps() {
    return volumes.stream()
        .flatMap(volume -> volume.stages().stream())
        .flatMap(stage -> stage.stream());
  }
}
