package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.Installation;
import dev.liteio.demo.cluster.Traces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control plane is away or held up: I/O never notices, and afterwards nothing is doubled. */
@InCluster
class ControlPlaneLossClusterIT {
  private static final Duration AWAY = Duration.ofMinutes(1);
  private static final String ATTACHERS_LEASE = "external-attacher-leader-csi-liteio-dev";

  private Cluster cluster;
  private KubernetesClient client;
  private User user;
  private ClusterNode a;

  @BeforeEach
  void install(Cluster shared) {
    InstalledDriver.in(shared);
    cluster = shared;
    client = shared.control().client();
    user = new User(shared);
    a = shared.nodeNamed("node-a");
  }

  @AfterEach
  void cleanUp() {
    user.cleanUp();
  }

  @Test
  void a_writer_does_not_notice_that_the_api_server_and_etcd_were_away() {
    user.apply(
        Manifests.storageClass("remote", "WaitForFirstConsumer", "Delete", "{locality: remote}"),
        Manifests.claim("steady", "32Mi", "remote"));
    SteadyWriter writer = SteadyWriter.start(user, a, "steady", "steady");

    WorkInFlight work = WorkInFlight.prepare(cluster, user);
    List<String> told = BrokenConnections.toldOn(cluster);
    List<PodProcesses> agents = agents();
    try {
      agents.forEach(PodProcesses::stop);
      work.begin();
      cluster.control().part("kube-apiserver").kill();
    } finally {
      agents.forEach(PodProcesses::goOn);
    }
    long since = System.nanoTime();
    while (System.nanoTime() - since < AWAY.toNanos()) {
      writer.awaitMore(1);
    }
    cluster.control().part("kube-apiserver").restart();
    cluster.control().awaitServing();
    cluster.control().part("etcd").restart();
    writer.awaitMore(10);
    cluster.control().awaitServing();

    work.awaitDone();
    user.apply(
        Manifests.claim("after", "32Mi"),
        Manifests.pod("after", "after", "touch /data/file && " + Manifests.STAYING));
    user.awaitRunning("after");
    long acknowledged = writer.acknowledged();
    SteadyWriter.assertNothingIsLost(user.exec("steady", "cat /data/log"), acknowledged);
    assertThat(restarts("steady")).as("restarts of the writer").isEqualTo("0");
    assertThat(BrokenConnections.toldOn(cluster))
        .as("connections that broke or came back, of which there were none meanwhile")
        .isSubsetOf(told);
    assertNothingBut("steady", WorkInFlight.ARRIVING, WorkInFlight.GROWING, "after");
  }

  @Test
  void a_controller_that_was_stopped_in_the_middle_of_publishing_doubles_nothing() {
    List<String> names = IntStream.range(0, 3).mapToObj(i -> "stopped-" + i).toList();
    user.apply(Manifests.storageClass("made-at-once", "Immediate", "Delete", "{}"));
    names.forEach(name -> user.apply(Manifests.claim(name, "32Mi", "made-at-once")));
    List<String> volumes = names.stream().map(user::awaitBound).toList();
    Pod leader = driverPod(holder());
    PodProcesses controller =
        PodProcesses.ofPod(
            cluster.nodeNamed(leader.getSpec().getNodeName()), leader.getMetadata().getUid());

    try {
      List<String> stopped = stopWhilePublishing(controller, names, volumes);
      // not for longer: the kubelet kills a controller that does not answer for a minute
      Await.until(
          "another controller has published all",
          User.PATIENCE,
          () -> attached().containsAll(volumes),
          () -> user.kubectl("get", "volumeattachments,leases", "-A"));
      assertThat(holder()).isNotEqualTo(leader.getMetadata().getName());
      assertThat(controller.stopped())
          .as("processes that were stopped all the while, and go on now")
          .isEqualTo(stopped);
    } finally {
      controller.goOn();
    }

    names.forEach(user::awaitRunning);
    names.forEach(name -> assertThat(user.exec(name, "cat /data/file")).isEqualTo(name));
    assertNothingBut(names.toArray(String[]::new));
    user.delete(Stream.concat(Stream.of("pods"), names.stream()).toArray(String[]::new));
    names.forEach(
        name -> user.apply(Manifests.pod(name, name, "grep -x %s /data/file".formatted(name))));
    names.forEach(user::awaitSucceeded);
  }

  /** Has volumes published to Pods of these names, and stops the controller that is about it. */
  private List<String> stopWhilePublishing(
      PodProcesses controller, List<String> names, List<String> volumes) {
    List<PodProcesses> agents = agents();
    try {
      // nobody confirms, so that what is being published stays so
      agents.forEach(PodProcesses::stop);
      for (String name : names) {
        user.apply(
            Manifests.pod(
                name, name, "echo %s > /data/file && %s".formatted(name, Manifests.STAYING)));
      }
      Await.until(
          "all are being published",
          User.PATIENCE,
          () -> namesOf(Attachment.class).containsAll(volumes),
          () -> user.kubectl("get", "pods,volumeattachments,attachments"));
      controller.stop();
      assertThat(attached()).as("volumes published already").doesNotContainAnyElementsOf(volumes);
    } finally {
      agents.forEach(PodProcesses::goOn);
    }
    List<String> stopped = controller.stopped();
    assertThat(stopped).as("processes that are stopped").isNotEmpty();
    return stopped;
  }

  private List<PodProcesses> agents() {
    return client.pods().inNamespace(Installation.RELEASE).list().getItems().stream()
        .flatMap(pod ->
            pod.getStatus().getContainerStatuses().stream()
                .filter(container -> container.getName().equals("agent"))
                .map(container ->
                    PodProcesses.ofContainer(
                        cluster.nodeNamed(pod.getSpec().getNodeName()),
                        container.getContainerID())))
        .toList();
  }

  /** Volumes of which Kubernetes knows that they are published. */
  private List<String> attached() {
    return client.storage().v1().volumeAttachments().list().getItems().stream()
        .filter(each -> each.getStatus() != null)
        .filter(each -> Boolean.TRUE.equals(each.getStatus().getAttached()))
        .map(each -> each.getSpec().getSource().getPersistentVolumeName())
        .toList();
  }

  private Pod driverPod(String name) {
    return client.pods().inNamespace(Installation.RELEASE).withName(name).get();
  }

  private String holder() {
    return client
        .leases()
        .inNamespace(Installation.RELEASE)
        .withName(ATTACHERS_LEASE)
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  private String restarts(String pod) {
    return user.value("pod", pod, "{.status.containerStatuses[0].restartCount}");
  }

  /** Each of these claims, which Pods use, has one of everything, and nobody else has anything. */
  private void assertNothingBut(String... claims) {
    List<String> volumes = Stream.of(claims).map(user::awaitBound).toList();
    assertThat(namesOf(PersistentVolume.class)).containsExactlyInAnyOrderElementsOf(volumes);
    assertThat(namesOf(Volume.class)).containsExactlyInAnyOrderElementsOf(volumes);
    assertThat(namesOf(Attachment.class)).containsExactlyInAnyOrderElementsOf(volumes);
    assertThat(client.resources(LogicalVolume.class).list().getItems())
        .extracting(leg -> leg.getSpec().volume())
        .containsExactlyInAnyOrderElementsOf(volumes);
    List<String> traces = new Traces(cluster).find();
    for (String what : List.of(" has lvol ", " exports ", " is connected to ")) {
      assertThat(traces).filteredOn(trace -> trace.contains(what)).hasSameSizeAs(volumes);
    }
    assertEachVolumeIsUsedOnce();
  }

  private List<String> namesOf(Class<? extends HasMetadata> kind) {
    return client.resources(kind).list().getItems().stream()
        .map(each -> each.getMetadata().getName())
        .toList();
  }

  private void assertEachVolumeIsUsedOnce() {
    List<LogicalVolume> legs = client.resources(LogicalVolume.class).list().getItems();
    for (Attachment attachment : client.resources(Attachment.class).list().getItems()) {
      String volume = attachment.getSpec().volume();
      assertThat(legs)
          .filteredOn(leg -> leg.getSpec().volume().equals(volume))
          .singleElement()
          .extracting(leg -> leg.getSpec().hostsOrEmpty())
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(AllowedHost.class))
          .singleElement()
          .extracting(AllowedHost::node)
          .isEqualTo(attachment.getSpec().node());
    }
  }
}
