package dev.liteio.cli.doctor;

import dev.liteio.cli.report.Age;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Pods of the driver: whether each is there, and why one is not Ready. */
public final class PodChecks {
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final Duration STARTING = Duration.ofMinutes(2);

  /** What the chart installs, and what is missing without it. */
  private enum Part {
    CONTROLLER("controller", "no claim is bound, no Pod gets a volume"),
    AGENT("agent", "no pool is served"),
    NODE("node", "no Pod gets a volume");

    private final String label;
    private final String consequence;

    Part(String label, String consequence) {
      this.label = label;
      this.consequence = consequence;
    }
  }

  private final ClusterFacts facts;
  private final Instant now;

  /** For that cluster, as of {@code now}. */
  public PodChecks(ClusterFacts facts, Instant now) {
    this.facts = facts;
    this.now = now;
  }

  /** All of them. */
  public List<Diagnosis> all() {
    return facts.pods().fold(this::of, why -> List.of(Diagnosis.skipped("Pods", why)));
  }

  private List<Diagnosis> of(List<Pod> pods) {
    if (pods.isEmpty()) {
      return List.of(
          Diagnosis.skipped("Pods", "none with the chart's labels: run in another way?"));
    }
    List<Diagnosis> all = new ArrayList<>();
    for (Part part : Part.values()) {
      all.addAll(of(part, pods.stream().filter(pod -> is(pod, part.label)).toList()));
    }
    return all;
  }

  private List<Diagnosis> of(Part part, List<Pod> pods) {
    String check = "Pods of the " + part.label;
    if (pods.isEmpty()) {
      return List.of(
          Diagnosis.bad(
              check,
              "there is none: " + part.consequence,
              "at least one",
              "see %s.nodeSelector and the events of the chart's namespace".formatted(part.label)));
    }
    List<Pod> waiting = pods.stream().filter(pod -> !isReady(pod)).toList();
    return waiting.isEmpty()
        ? List.of(Diagnosis.good(check, "%d, all Ready".formatted(pods.size())))
        : waiting.stream().map(this::waiting).toList();
  }

  private Diagnosis waiting(Pod pod) {
    String name = pod.getMetadata().getName();
    String check =
        "Pod %s on %s"
            .formatted(
                name,
                Objects.toString(
                    pod.getSpec() == null ? null : pod.getSpec().getNodeName(), "no node"));
    String seen = "not Ready: " + why(pod);
    String remedy =
        "kubectl -n %s describe pod %s".formatted(pod.getMetadata().getNamespace(), name);
    return isYoung(pod)
        ? Diagnosis.warn(check, seen + ", begun a moment ago", "Ready", remedy)
        : Diagnosis.bad(check, seen, "Ready", remedy);
  }

  private boolean isYoung(Pod pod) {
    return Age.since(pod.getMetadata().getCreationTimestamp(), now)
        .filter(age -> age.compareTo(STARTING) < 0)
        .isPresent();
  }

  /** The first reason that there is: of a container, or of the Pod itself. */
  private static String why(Pod pod) {
    if (pod.getStatus() == null) {
      return "nothing is said of it";
    }
    return Stream.concat(
            containers(pod.getStatus().getInitContainerStatuses()),
            containers(pod.getStatus().getContainerStatuses()))
        .findFirst()
        .or(() -> condition(pod.getStatus().getConditions()))
        .orElse(Objects.toString(pod.getStatus().getPhase(), "no reason given"));
  }

  private static Stream<String> containers(List<ContainerStatus> statuses) {
    return statuses.stream()
        .filter(each -> !Boolean.TRUE.equals(each.getReady()))
        .map(each -> "container %s: %s".formatted(each.getName(), state(each)));
  }

  private static String state(ContainerStatus container) {
    ContainerState state = container.getState();
    if (state != null && state.getWaiting() != null) {
      return text(state.getWaiting().getReason(), state.getWaiting().getMessage());
    }
    if (state != null && state.getTerminated() != null) {
      return text(state.getTerminated().getReason(), state.getTerminated().getMessage());
    }
    return "runs, its probe fails; restarted %d times"
        .formatted(Objects.requireNonNullElse(container.getRestartCount(), 0));
  }

  private static Optional<String> condition(List<PodCondition> conditions) {
    return conditions.stream()
        .filter(each -> "False".equals(each.getStatus()) && each.getMessage() != null)
        .map(each -> text(each.getReason(), each.getMessage()))
        .findFirst();
  }

  private static String text(@Nullable String reason, @Nullable String message) {
    return message == null
        ? Objects.toString(reason, "no reason given")
        : "%s: %s".formatted(reason, message);
  }

  /** Whether the Pod is of that part of the driver, as the chart labels it. */
  static boolean is(Pod pod, String part) {
    return part.equals(component(pod));
  }

  /** The part of the driver that an object is of, as the chart labels it; empty when of none. */
  static String component(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(COMPONENT, "");
  }

  /** Whether the kubelet calls it Ready. */
  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
  }
}
