package dev.liteio.e2e.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ToolCommand;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;

/** Somebody who has kubectl and the namespace {@code default}. */
final class User {
  static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final ToolCommand kubectl;

  User(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.control().client();
    this.kubectl = cluster.kubectl();
  }

  /** {@code kubectl ARGUMENTS}; it must succeed. */
  String kubectl(String... arguments) {
    return kubectl.run(arguments);
  }

  /** {@code kubectl ARGUMENTS}, whatever comes of it. */
  ToolCommand.Outcome attempt(String... arguments) {
    return kubectl.attempt("", arguments);
  }

  /** {@code kubectl apply -f -}. */
  void apply(String... manifests) {
    kubectl.attempt(String.join("\n---\n", manifests), "apply", "-f", "-").orThrow();
  }

  /** {@code kubectl apply -f -}, whatever comes of it. */
  ToolCommand.Outcome attemptApply(String manifest) {
    return kubectl.attempt(manifest, "apply", "-f", "-");
  }

  /** Runs a shell script in a Pod; answers what it wrote, without surrounding blanks. */
  String exec(String pod, String script) {
    return kubectl.run("exec", pod, "--", "sh", "-c", script).strip();
  }

  Pod pod(String name) {
    return client.pods().inNamespace("default").withName(name).get();
  }

  /** Waits until a Pod's containers run and are ready; answers its node. */
  String awaitRunning(String pod) {
    Await.until(
        "pod " + pod + " runs", PATIENCE, () -> isReady(pod(pod)), () -> "" + describe(pod));
    return pod(pod).getSpec().getNodeName();
  }

  /** Waits until a Pod's script has ended with exit code 0. */
  void awaitSucceeded(String pod) {
    Await.until(
        "pod " + pod + " succeeded",
        PATIENCE,
        () -> "Succeeded".equals(pod(pod).getStatus().getPhase()),
        () -> "" + describe(pod));
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
  }

  private String describe(String pod) {
    return attempt("describe", "pod", pod).output();
  }

  /** Waits until a claim is Bound; answers the name of its volume. */
  String awaitBound(String claim) {
    Await.until(
        "claim " + claim + " is Bound",
        PATIENCE,
        () -> "Bound".equals(value("pvc", claim, "{.status.phase}")),
        () -> attempt("describe", "pvc", claim).output());
    return value("pvc", claim, "{.spec.volumeName}");
  }

  /** {@code kubectl get KIND NAME -o jsonpath=PATH}. */
  String value(String kind, String name, String path) {
    return kubectl("get", kind, name, "-o", "jsonpath=" + path);
  }

  /** Waits until something written in events about an object holds this. */
  void awaitEvent(String object, String text) {
    Await.until(
        "an event of %s says '%s'".formatted(object, text),
        PATIENCE,
        () -> events(object).contains(text),
        () -> events(object));
  }

  private String events(String object) {
    return kubectl(
        "get",
        "events",
        "-A",
        "--field-selector=involvedObject.name=" + object,
        "-o",
        "jsonpath={range .items[*]}{.reason}: {.message}{\"\\n\"}{end}");
  }

  /** {@code kubectl delete ARGUMENTS}; gone when this returns. */
  void delete(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("delete", "--timeout=480s"));
    all.addAll(List.of(arguments));
    kubectl.run(all.toArray(String[]::new));
  }

  /** Deletes all that a user made, and waits until nothing of any volume is left anywhere. */
  void cleanUp() {
    delete("statefulsets,deployments,pods", "--all");
    delete("pvc", "--all");
    Await.until(
        "no object of any volume is left", PATIENCE, this::nothingIsLeft, () -> objectsLeft());
    Await.until(
        "no node is connected to a volume",
        PATIENCE,
        () -> connections().isEmpty(),
        this::connections);
  }

  private boolean nothingIsLeft() {
    return client.resources(Volume.class).list().getItems().isEmpty()
        && client.resources(LogicalVolume.class).list().getItems().isEmpty()
        && client.resources(Attachment.class).list().getItems().isEmpty()
        && client.persistentVolumes().list().getItems().isEmpty();
  }

  private String objectsLeft() {
    return attempt("get", "pv,volumes,logicalvolumes,attachments", "-o", "yaml").output();
  }

  private String connections() {
    StringBuilder all = new StringBuilder();
    cluster
        .nodes()
        .forEach(node ->
            all.append(node.guest().sh("cat /sys/class/nvme/*/subsysnqn 2>/dev/null || true")));
    return all.toString().strip();
  }
}
