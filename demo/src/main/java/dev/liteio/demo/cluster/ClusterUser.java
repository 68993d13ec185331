package dev.liteio.demo.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who has kubectl and the namespace {@code default}. */
public class ClusterUser {
  /** How long anything of a volume may take on nodes that are emulated. */
  public static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Cluster cluster;
  private final ToolCommand kubectl;

  public ClusterUser(Cluster cluster) {
    this.cluster = cluster;
    this.kubectl = cluster.kubectl();
  }

  /** {@code kubectl ARGUMENTS}; it must succeed. */
  public final String kubectl(String... arguments) {
    return kubectl.run(arguments);
  }

  /** {@code kubectl ARGUMENTS}, whatever comes of it. */
  public final ToolCommand.Outcome attempt(String... arguments) {
    return kubectl.attempt("", arguments);
  }

  /** {@code kubectl apply -f -}. */
  public void apply(String... manifests) {
    attemptApply(String.join("\n---\n", manifests)).orThrow();
  }

  /** {@code kubectl apply -f -}, whatever comes of it. */
  public final ToolCommand.Outcome attemptApply(String manifest) {
    return kubectl.attempt(manifest, "apply", "-f", "-");
  }

  /** Runs a shell script in a Pod; answers what it wrote, without surrounding blanks. */
  public final String exec(String pod, String script) {
    return kubectl.run("exec", pod, "--", "sh", "-c", script).strip();
  }

  /** A Pod, when there is one. */
  public final @Nullable Pod pod(String name) {
    return cluster.control().client().pods().inNamespace("default").withName(name).get();
  }

  /** Waits until a Pod's containers run and are ready; answers its node. */
  public final String awaitRunning(String pod) {
    Await.until("pod " + pod + " runs", PATIENCE, () -> isReady(pod(pod)), () -> describe(pod));
    return value("pod", pod, "{.spec.nodeName}");
  }

  private static boolean isReady(@Nullable Pod pod) {
    return pod != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
  }

  /** {@code kubectl describe pod POD}. */
  public final String describe(String pod) {
    return attempt("describe", "pod", pod).output();
  }

  /** Waits until a claim is Bound; answers the name of its volume. */
  public final String awaitBound(String claim) {
    Await.until(
        "claim " + claim + " is Bound",
        PATIENCE,
        () -> "Bound".equals(value("pvc", claim, "{.status.phase}")),
        () -> attempt("describe", "pvc", claim).output());
    return value("pvc", claim, "{.spec.volumeName}");
  }

  /** {@code kubectl get KIND NAME -o jsonpath=PATH}. */
  public final String value(String kind, String name, String path) {
    return kubectl("get", kind, name, "-o", "jsonpath=" + path);
  }

  /** Asks for more room in a claim that may be in use. */
  public final void grow(String claim, String size) {
    var _ =
        kubectl(
            "patch",
            "pvc",
            claim,
            "-p",
            "{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"%s\"}}}}".formatted(size));
  }

  /** {@code kubectl delete ARGUMENTS}; gone when this returns. */
  public final void delete(String... arguments) {
    List<String> all = new ArrayList<>(List.of("delete", "--timeout=480s"));
    all.addAll(List.of(arguments));
    var _ = kubectl(all.toArray(String[]::new));
  }
}
