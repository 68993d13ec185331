package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.Traces;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** A volume that comes, one that goes and one that grows: all begun, none done. */
final class WorkInFlight {
  static final String ARRIVING = "arriving";
  static final String GROWING = "growing";
  private static final String LEAVING = "leaving";
  private static final String LARGER = "160Mi";
  private static final long LARGER_BYTES = 160L << 20;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final User user;

  /** The volumes that go and grow. */
  private final String departing;

  private final String growing;

  private WorkInFlight(Cluster cluster, User user, String departing, String growing) {
    this.cluster = cluster;
    this.client = cluster.control().client();
    this.user = user;
    this.departing = departing;
    this.growing = growing;
  }

  /** Makes what will go and what will grow, and waits until Pods use both. */
  static WorkInFlight prepare(Cluster cluster, User user) {
    user.apply(
        Manifests.claim(GROWING, "64Mi"),
        Manifests.pod(GROWING, GROWING, writing("before")),
        Manifests.claim(LEAVING, "32Mi"),
        Manifests.pod(LEAVING, LEAVING, writing("before")));
    user.awaitRunning(GROWING);
    user.awaitRunning(LEAVING);
    return new WorkInFlight(cluster, user, user.awaitBound(LEAVING), user.awaitBound(GROWING));
  }

  private static String writing(String word) {
    return "echo %s > /data/file && sync && %s".formatted(word, Manifests.STAYING);
  }

  /** Begins all three, while no agent runs that could be done with one of them. */
  void begin() {
    user.apply(
        Manifests.claim(ARRIVING, "32Mi"), Manifests.pod(ARRIVING, ARRIVING, writing("arrived")));
    user.kubectl("delete", "pod/" + LEAVING, "pvc/" + LEAVING, "--wait=false");
    user.grow(GROWING, LARGER);
    String coming = "pvc-" + user.value("pvc", ARRIVING, "{.metadata.uid}");
    Await.until(
        "all three have begun",
        User.PATIENCE,
        () -> isThere(coming) && isBeingUnpublished() && isToGrow(),
        () -> user.kubectl("get", "pods,volumeattachments,logicalvolumes", "-o", "yaml"));
    // what is done cannot be interrupted any more, and would prove nothing
    assertThat(isThere(departing)).as("the volume that goes is still there").isTrue();
    assertThat(capacity()).as("size that claim %s says it has", GROWING).isNotEqualTo(LARGER);
    assertThat(user.value("pod", ARRIVING, "{.status.phase}")).isEqualTo("Pending");
  }

  /** Waits until all three are done, as if nothing had happened in between. */
  void awaitDone() {
    user.awaitRunning(ARRIVING);
    assertThat(user.exec(ARRIVING, "cat /data/file")).isEqualTo("arrived");
    awaitLarger();
    assertThat(user.exec(GROWING, "cat /data/file")).isEqualTo("before");
    user.kubectl("wait", "--for=delete", "pod/" + LEAVING, "pvc/" + LEAVING, "--timeout=8m");
    Await.until(
        "nothing of volume " + departing + " is left",
        User.PATIENCE,
        () -> traces().isEmpty(),
        () -> String.join("\n", traces()));
  }

  private void awaitLarger() {
    Await.until(
        "the Pod sees the room, and the claim says so",
        User.PATIENCE,
        () -> LARGER.equals(capacity()) && mebibytes() > 120,
        () -> user.kubectl("describe", "pvc", GROWING));
  }

  private int mebibytes() {
    return Integer.parseInt(user.exec(GROWING, "df -m /data | tail -n 1 | awk '{print $2}'"));
  }

  private String capacity() {
    return user.value("pvc", GROWING, "{.status.capacity.storage}");
  }

  private boolean isBeingUnpublished() {
    return attachments()
        .anyMatch(each ->
            departing.equals(each.getSpec().getSource().getPersistentVolumeName())
                && each.getMetadata().getDeletionTimestamp() != null);
  }

  private boolean isToGrow() {
    return client.resources(LogicalVolume.class).list().getItems().stream()
        .filter(each -> each.getSpec().volume().equals(growing))
        .anyMatch(each -> each.getSpec().sizeBytes() == LARGER_BYTES);
  }

  private boolean isThere(String volume) {
    return client.resources(Volume.class).withName(volume).get() != null;
  }

  private List<String> traces() {
    Stream<String> attached =
        attachments().map(each -> "VolumeAttachment of " + each.getSpec().getSource());
    return Stream.concat(new Traces(cluster).find().stream(), attached)
        .filter(trace -> trace.contains(departing))
        .toList();
  }

  private Stream<VolumeAttachment> attachments() {
    return client.storage().v1().volumeAttachments().list().getItems().stream();
  }
}
