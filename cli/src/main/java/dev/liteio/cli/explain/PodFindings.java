package dev.liteio.cli.explain;

import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The Pods that use a claim, and why they do not run. */
record PodFindings(ClaimObjects objects, Instant now) {

  List<Finding> all() {
    List<Finding> all = new ArrayList<>();
    for (Pod pod : objects.pods()) {
      boolean runs = runs(pod);
      all.add(
          new Finding(
              1,
              "Pod " + pod.getMetadata().getName(),
              runs ? Health.GOOD : Health.WAITING,
              "%s on %s"
                  .formatted(
                      word(pod), Objects.toString(pod.getSpec().getNodeName(), "no node yet"))));
      all.addAll(new EventFindings(2, now).of(objects.eventsAbout(pod), !runs));
    }
    return all;
  }

  private static boolean runs(Pod pod) {
    String phase = pod.getStatus() == null ? "" : Objects.toString(pod.getStatus().getPhase(), "");
    return phase.equals("Running") || phase.equals("Succeeded");
  }

  /** As {@code kubectl get pods} says it. */
  private static String word(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return "Terminating";
    }
    if (pod.getStatus() == null) {
      return "Pending";
    }
    List<ContainerStatus> containers =
        Objects.requireNonNullElse(
            pod.getStatus().getContainerStatuses(), List.<ContainerStatus>of());
    return containers.stream()
        .filter(each -> each.getState() != null && each.getState().getWaiting() != null)
        .map(each -> Objects.toString(each.getState().getWaiting().getReason(), "Waiting"))
        .findFirst()
        .orElseGet(() -> Objects.toString(pod.getStatus().getPhase(), "Pending"));
  }
}
