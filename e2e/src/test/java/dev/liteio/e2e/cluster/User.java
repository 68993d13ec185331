package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterUser;
import dev.liteio.demo.cluster.Traces;

/** A user who looks more closely. */
final class User extends ClusterUser {
  private final Traces traces;

  User(Cluster cluster) {
    super(cluster);
    this.traces = new Traces(cluster);
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

  private String events(String object) {
    return kubectl(
        "get",
        "events",
        "-A",
        "--field-selector=involvedObject.name=" + object,
        "-o",
        "jsonpath={range .items[*]}{.reason}: {.message}{\"\\n\"}{end}");
  }

  /** Deletes all that a user made, and waits until nothing of any volume is left anywhere. */
  void cleanUp() {
    delete("statefulsets,deployments,pods", "--all");
    delete("pvc", "--all");
    Await.until(
        "nothing of any volume is left",
        PATIENCE,
        () -> traces.find().isEmpty(),
        () -> traces.find() + "\n" + objects());
  }

  private String objects() {
    return attempt("get", "pv,volumes,logicalvolumes,attachments", "-o", "yaml").output();
  }
}
