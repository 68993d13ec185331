package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterUser;
import dev.liteio.demo.cluster.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A user who looks more closely. */
final class User extends ClusterUser {
  private final Cluster cluster;
  private final List<String> made = new ArrayList<>();

  User(Cluster cluster) {
    super(cluster);
    this.cluster = cluster;
  }

  @Override
  public void apply(String... manifests) {
    made.addAll(List.of(manifests));
    super.apply(manifests);
  }

  /** Waits until a Pod's script has ended with exit code 0. */
  void awaitSucceeded(String pod) {
    Await.until(
        "pod " + pod + " succeeded",
        PATIENCE,
        () -> "Succeeded".equals(pod(pod).getStatus().getPhase()),
        () -> describe(pod));
  }

  /** Waits until something written in events about an object holds this. */
  void awaitEvent(String object, String text) {
    Await.until(
        "an event of %s says '%s'".formatted(object, text),
        PATIENCE,
        () -> events(object).contains(text),
        () -> events(object));
  }

  /** The same of an object that shares its name with others. */
  void awaitEvent(String kind, String object, String text) {
    String selector = "involvedObject.kind=%s,involvedObject.name=%s".formatted(kind, object);
    Await.until(
        "an event of %s %s says '%s'".formatted(kind, object, text),
        PATIENCE,
        () -> selected(selector).contains(text),
        () -> selected(selector));
  }

  private String events(String object) {
    return selected("involvedObject.name=" + object);
  }

  private String selected(String selector) {
    return kubectl(
        "get",
        "events",
        "-A",
        "--field-selector=" + selector,
        "-o",
        "jsonpath={range .items[*]}{.reason}: {.message}{\"\\n\"}{end}");
  }

  /** Deletes what this user applied, but for classes; it is not waited for. */
  void leave() {
    String all =
        made.stream()
            .filter(manifest -> !manifest.contains("kind: StorageClass"))
            .collect(Collectors.joining("\n---\n"));
    cluster
        .kubectl()
        .attempt(all, "delete", "--ignore-not-found", "--wait=false", "-f", "-")
        .orThrow();
  }

  /** Deletes all that users made, and waits until nothing of any volume is left anywhere. */
  void cleanUp() {
    delete("statefulsets,deployments,pods", "--all");
    delete("pvc", "--all");
    awaitNothingLeft(cluster);
  }

  /** Waits until nothing of any volume is left anywhere. */
  static void awaitNothingLeft(Cluster cluster) {
    Traces traces = new Traces(cluster);
    Await.until(
        "nothing of any volume is left",
        PATIENCE,
        () -> traces.find().isEmpty(),
        () -> traces.find() + "\n" + new User(cluster).objects());
  }

  private String objects() {
    return attempt("get", "pv,volumes,logicalvolumes,attachments", "-o", "yaml").output();
  }
}
