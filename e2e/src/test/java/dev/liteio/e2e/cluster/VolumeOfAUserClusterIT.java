package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users get from their claims. When they have left, nothing of their volumes is there. */
@InCluster
class VolumeOfAUserClusterIT {
  private User user;
  private Cluster cluster;

  @BeforeEach
  void install(Cluster shared) {
    InstalledDriver.in(shared);
    cluster = shared;
    user = new User(shared);
  }

  @AfterEach
  void leave() {
    user.leave();
  }

  @AfterAll
  static void nothingIsLeft(Cluster shared) {
    User.awaitNothingLeft(shared);
  }

  @Test
  void a_file_written_on_one_node_is_read_on_the_other() {
    user.apply(
        Manifests.claim("notes", "64Mi"),
        Manifests.podOn("node-a", "writer", "notes", "echo kept > /data/file && sync"));
    user.awaitSucceeded("writer");
    user.delete("pod", "writer");

    user.apply(Manifests.podOn("node-b", "reader", "notes", "grep -x kept /data/file"));

    user.awaitSucceeded("reader");
  }

  @Test
  void a_claim_of_an_immediate_class_is_bound_before_any_pod() {
    user.apply(
        Manifests.storageClass("at-once", "Immediate", "Delete", "{fsType: xfs}"),
        Manifests.claim("early", "320Mi", "at-once"));

    user.awaitBound("early");

    user.apply(Manifests.pod("late", "early", "grep /data /proc/mounts | grep -q xfs"));
    user.awaitSucceeded("late");
  }

  @Test
  void each_pod_of_a_stateful_set_keeps_its_own_data() {
    user.apply(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          replicas: 3
          podManagementPolicy: Parallel
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: main
                  image: %s
                  command: [sh, -c, 'echo $HOSTNAME >> /data/who && sync && exec sleep infinity']
                  volumeMounts: [{name: data, mountPath: /data}]
          volumeClaimTemplates:
            - metadata: {name: data}
              spec:
                storageClassName: liteio
                accessModes: [ReadWriteOnce]
                resources: {requests: {storage: 32Mi}}
        """
            .formatted(Manifests.IMAGE));
    List<String> pods = List.of("db-0", "db-1", "db-2");
    pods.forEach(user::awaitRunning);

    user.delete("pods", "-l", "app=db");

    for (String pod : pods) {
      user.awaitRunning(pod);
      assertThat(user.exec(pod, "cat /data/who")).isEqualTo(pod + "\n" + pod);
    }
    user.kubectl("delete", "pvc", "-l", "app=db", "--wait=false");
  }

  @Test
  void a_raw_block_volume_holds_what_was_written_to_it() {
    user.apply(
        Manifests.claim("raw", "32Mi", "liteio", "ReadWriteOnce", "Block"),
        Manifests.podWithDevice(
            "node-a",
            "stamp",
            "raw",
            "seq 1 2000000 | head -c 8388608 | dd of=/dev/disk bs=1M conv=fsync"));
    user.awaitSucceeded("stamp");
    user.delete("pod", "stamp");

    user.apply(
        Manifests.podWithDevice(
            "node-b",
            "compare",
            "raw",
            "seq 1 2000000 | head -c 8388608 | cmp -n 8388608 - /dev/disk"));

    user.awaitSucceeded("compare");
  }

  @Test
  void an_ephemeral_volume_ends_with_its_pod() {
    user.apply(
        Manifests.podWith(
            "scratch",
            "{}",
            "volumeMounts: [{name: data, mountPath: /data}]",
            "ephemeral: {volumeClaimTemplate: {spec: {storageClassName: liteio, accessModes: [ReadWriteOnce],"
                + " resources: {requests: {storage: 32Mi}}}}}",
            "touch /data/x && " + Manifests.STAYING));
    user.awaitRunning("scratch");

    user.delete("pod", "scratch");

    Await.until(
        "its claim is gone",
        User.PATIENCE,
        () -> user.attempt("get", "pvc", "scratch-data").output().contains("not found"),
        () -> user.kubectl("get", "pvc"));
  }

  @Test
  void a_volume_for_one_pod_waits_until_the_first_pod_is_gone() {
    user.apply(
        Manifests.claim("mine", "32Mi", "liteio", "ReadWriteOncePod", "Filesystem"),
        Manifests.pod("first", "mine", Manifests.STAYING));
    user.awaitRunning("first");

    user.apply(Manifests.pod("second", "mine", Manifests.STAYING));
    user.awaitEvent("second", "ReadWriteOncePod");
    user.delete("pod", "first");

    user.awaitRunning("second");
  }

  @Test
  void a_second_node_is_refused_in_the_words_of_kubernetes_and_in_ours_until_the_first_lets_go() {
    user.apply(
        Manifests.claim("single", "32Mi"),
        Manifests.podOn("node-a", "holder", "single", Manifests.STAYING));
    user.awaitRunning("holder");
    user.apply(Manifests.podOn("node-b", "waiting", "single", "touch /data/file"));
    // Kubernetes knows who holds it and does not even ask us
    user.awaitEvent("waiting", "FailedAttachVolume: Multi-Attach error");

    user.apply(attachmentTo("node-b", user.awaitBound("single")));
    Await.until(
        "the controller refuses",
        User.PATIENCE,
        () ->
            user.value("volumeattachment", "by-hand", "{.status.attachError.message}")
                .contains(
                    "is published on node node-a, and that node is not proven to have let go of it: unpublish it there first"),
        () -> user.kubectl("get", "volumeattachments", "-o", "yaml"));
    user.delete("volumeattachment", "by-hand");
    user.exec("holder", "echo held > /data/held && sync");

    user.delete("pod", "holder");
    user.awaitSucceeded("waiting");
  }

  /** What Kubernetes would write if it did not know who holds the volume. */
  private static String attachmentTo(String node, String volume) {
    return """
    apiVersion: storage.k8s.io/v1
    kind: VolumeAttachment
    metadata: {name: by-hand}
    spec:
      attacher: csi.liteio.dev
      nodeName: %s
      source: {persistentVolumeName: %s}
    """
        .formatted(node, volume);
  }

  @Test
  void two_pods_of_one_node_share_a_volume() {
    user.apply(
        Manifests.claim("shared", "32Mi"),
        Manifests.podOn(
            "node-b", "one", "shared", "echo said > /data/file && " + Manifests.STAYING));
    user.awaitRunning("one");

    user.apply(
        Manifests.podOn(
            "node-b", "two", "shared", "until grep -x said /data/file; do sleep 0.1; done"));

    user.awaitSucceeded("two");
    user.delete("pod", "two");
    assertThat(user.exec("one", "cat /data/file")).isEqualTo("said");
  }

  @Test
  void a_claim_grows_while_a_pod_uses_it() {
    user.apply(
        Manifests.claim("growing", "64Mi"),
        Manifests.pod("grower", "growing", "echo before > /data/file && " + Manifests.STAYING));
    user.awaitRunning("grower");

    user.kubectl(
        "patch",
        "pvc",
        "growing",
        "-p",
        "{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"160Mi\"}}}}");

    Await.until(
        "the Pod sees the room",
        User.PATIENCE,
        () ->
            Integer.parseInt(user.exec("grower", "df -m /data | tail -n 1 | awk '{print $2}'"))
                > 120,
        () -> user.kubectl("describe", "pvc", "growing"));
    Await.until(
        "the claim says so",
        User.PATIENCE,
        () -> user.value("pvc", "growing", "{.status.capacity.storage}").equals("160Mi"),
        () -> user.kubectl("describe", "pvc", "growing"));
    assertThat(user.exec("grower", "cat /data/file")).isEqualTo("before");
  }

  @Test
  void a_retained_volume_outlives_its_claim_and_can_be_claimed_again() {
    user.apply(
        Manifests.storageClass("keeping", "WaitForFirstConsumer", "Retain", "{}"),
        Manifests.claim("first-life", "32Mi", "keeping"),
        Manifests.pod("then", "first-life", "echo old > /data/file && sync"));
    user.awaitSucceeded("then");
    String volume = user.awaitBound("first-life");
    user.delete("pod", "then");
    user.delete("pvc", "first-life");
    assertThat(user.value("pv", volume, "{.status.phase}")).isEqualTo("Released");

    user.kubectl("patch", "pv", volume, "-p", "{\"spec\": {\"claimRef\": null}}");
    user.apply(
        Manifests.claim("second-life", "32Mi", "keeping") + "  volumeName: " + volume + "\n",
        Manifests.pod("now", "second-life", "grep -x old /data/file"));

    user.awaitSucceeded("now");
    user.kubectl(
        "patch", "pv", volume, "-p", "{\"spec\": {\"persistentVolumeReclaimPolicy\": \"Delete\"}}");
  }

  @Test
  void locality_says_where_the_bytes_are_and_where_pods_may_run() {
    for (String locality : List.of("required", "preferred", "remote")) {
      user.apply(
          Manifests.storageClass(
              locality, "WaitForFirstConsumer", "Delete", "{locality: %s}".formatted(locality)),
          Manifests.claim(locality, "32Mi", locality),
          Manifests.podOn("node-a", locality, locality, "touch /data/x"));
    }
    assertThat(storageNodeOf("required")).isEqualTo("node-a");
    assertThat(storageNodeOf("preferred")).isEqualTo("node-a");
    assertThat(storageNodeOf("remote")).isEqualTo("node-b");
    assertThat(affinityOf("required")).contains("node-a").doesNotContain("node-b");
    assertThat(affinityOf("preferred")).doesNotContain("node-a");
    assertThat(affinityOf("remote")).doesNotContain("node-a");
  }

  private String storageNodeOf(String claim) {
    user.awaitSucceeded(claim);
    String volume = user.awaitBound(claim);
    return cluster.control().client().resources(LogicalVolume.class).list().getItems().stream()
        .filter(each -> each.getMetadata().getName().startsWith(volume))
        .map(each -> each.getSpec().node())
        .findFirst()
        .orElseThrow();
  }

  private String affinityOf(String claim) {
    return user.value("pv", user.awaitBound(claim), "{.spec.nodeAffinity}");
  }
}
