package dev.liteio.e2e.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What helm would install. */
record Rendered(List<HasMetadata> objects) {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Pattern BETWEEN = Pattern.compile("^---$", Pattern.MULTILINE);
  private static final Pattern CONTENT = Pattern.compile("^[^#\\s]", Pattern.MULTILINE);

  static Rendered by(Chart chart, ValueSet values) {
    String documents = chart.template(values).orThrow();
    return new Rendered(
        Arrays.stream(BETWEEN.split(documents))
            .filter(document -> CONTENT.matcher(document).find())
            .map(document -> YAML.<HasMetadata>unmarshal(document))
            .toList());
  }

  /** The objects of a kind, in the chart's order. */
  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The one object of a kind. */
  <T extends HasMetadata> T only(Class<T> kind) {
    List<T> all = all(kind);
    if (all.size() != 1) {
      throw new AssertionError("%d objects of %s".formatted(all.size(), kind.getSimpleName()));
    }
    return all.getFirst();
  }

  /** The Pods by the name of what makes them. */
  Map<String, PodSpec> pods() {
    Map<String, PodSpec> pods = new TreeMap<>();
    for (HasMetadata object : objects) {
      switch (object) {
        case Deployment it -> pods.put(nameOf(it), it.getSpec().getTemplate().getSpec());
        case DaemonSet it -> pods.put(nameOf(it), it.getSpec().getTemplate().getSpec());
        case Pod it -> pods.put(nameOf(it), it.getSpec());
        default -> {}
      }
    }
    return pods;
  }

  /** All containers of a Pod. */
  static List<Container> containers(PodSpec pod) {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
  }

  /** All containers of all Pods, by POD/CONTAINER. */
  Map<String, Container> containers() {
    Map<String, Container> all = new TreeMap<>();
    pods()
        .forEach((name, pod) ->
            containers(pod).forEach(each -> all.put(name + "/" + each.getName(), each)));
    return all;
  }

  private static String nameOf(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
