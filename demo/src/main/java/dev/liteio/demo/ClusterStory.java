package dev.liteio.demo;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterException;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.ClusterTools;
import dev.liteio.demo.cluster.ClusterUser;
import dev.liteio.demo.cluster.Installation;
import dev.liteio.demo.cluster.Traces;
import dev.liteio.demo.cluster.UserManifests;
import dev.liteio.volume.LegIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The story of a volume as its user sees it, on a Kubernetes cluster of two nodes. */
final class ClusterStory implements Story {

  private static final String CLASS = "liteio";
  private static final String CLAIM = "notes";
  private static final String WRITER = "writer";
  private static final String READER = "reader";
  private static final String SIZE = "256Mi";
  private static final String GROWN = "384Mi";
  private static final int GROWN_MEBIBYTES = 384;
  private static final int POOL_MEBIBYTES = 1024;
  private static final Duration LAST_TRACES = Duration.ofMinutes(3);

  private final DemoOptions options;
  private final Narrator narrator;
  private final Running running;
  private final Evidence evidence;
  private final Pause pause;

  ClusterStory(
      DemoOptions options, Narrator narrator, Running running, Evidence evidence, Pause pause) {
    this.options = options;
    this.narrator = narrator;
    this.running = running;
    this.evidence = evidence;
    this.pause = pause;
  }

  @Override
  public void tell(DemoFolder files) throws Exception {
    ClusterTools tools = ClusterTools.locate(System.getenv());
    Cluster cluster =
        running.keep(
            narrator.stage(
                "control plane: etcd, API server, controller manager, scheduler",
                () -> Cluster.withoutNodes(files.path(), tools)));
    try {
      build(cluster);
      String checksum = write(cluster);
      move(cluster, checksum);
      delete(cluster);
    } catch (Exception e) {
      explain(files, cluster);
      throw e;
    }
    if (options.keep()) {
      leaveRunning(cluster);
    }
  }

  private void build(Cluster cluster) throws Exception {
    narrator.act("two nodes, guests with a kubelet, boot and are Ready", cluster::addNodes);
    show(cluster, "get", "nodes");
    Installation installation = Installation.in(cluster);
    narrator.act("helm install liteio deploy/helm/liteio", installation::install);
    show(cluster, "get", "pods", "-n", Installation.RELEASE);
    narrator.act(
        "a pool on each node, Ready",
        () -> {
          cluster.nodes().forEach(node -> installation.addPool(node, POOL_MEBIBYTES));
          installation.awaitReady();
        });
    show(cluster, "get", "pools");
  }

  private String write(Cluster cluster) throws Exception {
    ClusterUser user = new ClusterUser(cluster);
    ClusterNode node = cluster.nodes().get(0);
    String claim = UserManifests.claim(CLAIM, SIZE, CLASS);
    String pod = UserManifests.podOn(node.name(), WRITER, CLAIM, UserManifests.STAYING);
    narrator.show("what a user writes:", claim + "---\n" + pod);
    narrator.act(
        "claim bound, Pod running on " + node.name(),
        () -> {
          user.apply(claim, pod);
          user.awaitRunning(WRITER);
        });
    PodShell shell = new PodShell(user, WRITER, node);
    String checksum =
        narrator.stage(
            "the Pod writes %d MiB".formatted(options.mebibytes()),
            () -> shell.writeFile(options.mebibytes()));
    narrator.tell("sha256 " + checksum);
    show(cluster, "get", "pools,volumes,logicalvolumes,attachments");
    evidence.secondHostRefused(
        narrator.stage("a host that nobody let in is refused", () -> isStrangerRefused(cluster)));
    return checksum;
  }

  private void move(Cluster cluster, String checksum) throws Exception {
    ClusterUser user = new ClusterUser(cluster);
    ClusterNode storage = cluster.nodes().get(0);
    ClusterNode node = cluster.nodes().get(1);
    narrator.act(
        "Pod deleted, another one running on " + node.name(),
        () -> {
          user.delete("pod", WRITER);
          user.apply(UserManifests.podOn(node.name(), READER, CLAIM, UserManifests.STAYING));
          user.awaitRunning(READER);
        });
    PodShell shell = new PodShell(user, READER, node);
    narrator.act(
        "it reads the same bytes over NVMe/TCP from " + storage.name(),
        () -> verify(shell, checksum));
    narrator.tell("sha256 " + checksum);
    narrator.act(
        "the claim grows from %s to %s, in use".formatted(SIZE, GROWN), () -> grow(user, shell));
    shell.startWriting();
    shell.awaitProgress();
    narrator.act(
        "kill -9 of the target on %s under writes, writes go on".formatted(storage.name()),
        () -> {
          killTarget(storage);
          shell.awaitProgress();
        });
    evidence.lost(
        narrator.stage(
            "verify every acknowledged byte",
            () -> {
              long lost = shell.stopAndCountLost();
              evidence.verified(shell.comparedBytes());
              verify(shell, checksum);
              return lost;
            }));
  }

  private void verify(PodShell shell, String checksum) throws IOException {
    String seen = shell.checksum();
    if (!seen.equals(checksum)) {
      throw new IOException("the file's sha256 is %s (expected: %s)".formatted(seen, checksum));
    }
    evidence.verified((long) options.mebibytes() << 20);
  }

  private static void grow(ClusterUser user, PodShell shell) {
    user.grow(CLAIM, GROWN);
    Await.until(
        "the Pod sees the room",
        ClusterUser.PATIENCE,
        // a file system keeps some of its device for itself
        () -> shell.sizeMebibytes() > GROWN_MEBIBYTES / 10 * 8,
        () -> user.attempt("describe", "pvc", CLAIM).output());
  }

  // from outside: nvme-cli of a node says "already connected" without asking the target
  private static boolean isStrangerRefused(Cluster cluster) throws IOException {
    LogicalVolume leg =
        cluster.control().client().resources(LogicalVolume.class).list().getItems().get(0);
    Endpoint served = leg.getStatus().endpointsOrEmpty().get(0);
    int port =
        cluster.nodes().get(0).guest().relay("%s:%d".formatted(served.address(), served.port()));
    return Stranger.isRefused(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        LegIdentity.parse(leg.getSpec().uuid()).nqn().value());
  }

  // the kubelet starts its container again, and the agent tells the new one what to serve
  private static void killTarget(ClusterNode node) {
    var _ =
        node.guest()
            .sh(
                "kill -9 $(grep -lasP 'Liteio\\x00target\\x00' /proc/[0-9]*/cmdline | cut -d/ -f3)");
  }

  private void delete(Cluster cluster) throws Exception {
    ClusterUser user = new ClusterUser(cluster);
    narrator.act(
        "Pod and claim deleted",
        () -> {
          user.delete("pod", READER);
          user.delete("pvc", CLAIM);
        });
    evidence.leftovers(narrator.stage("look for leftovers", () -> leftovers(cluster)));
    evidence.leftovers().forEach(left -> narrator.tell("left behind: " + left));
    show(cluster, "get", "pvc,pv,volumes,logicalvolumes,attachments");
    show(cluster, "get", "pools");
  }

  private static List<String> leftovers(Cluster cluster) {
    try {
      Await.until(
          "nothing is left",
          LAST_TRACES,
          () -> traces(cluster).isEmpty(),
          () -> "" + traces(cluster));
      return List.of();
    } catch (ClusterException e) {
      return traces(cluster);
    }
  }

  private static List<String> traces(Cluster cluster) {
    List<String> found = new ArrayList<>(new Traces(cluster).find());
    cluster.control().client().resources(StoragePool.class).list().getItems().stream()
        .filter(
            pool -> !Objects.equals(pool.getStatus().capacityBytes(), pool.getStatus().freeBytes()))
        .forEach(pool ->
            found.add(
                "pool %s: %d of %d bytes are free"
                    .formatted(
                        pool.getMetadata().getName(),
                        pool.getStatus().freeBytes(),
                        pool.getStatus().capacityBytes())));
    return found;
  }

  private void show(Cluster cluster, String... arguments) {
    narrator.show(
        "$ kubectl " + String.join(" ", arguments),
        cluster.kubectl().attempt("", arguments).output());
  }

  private void explain(DemoFolder files, Cluster cluster) {
    if (running.isClosed()) {
      return;
    }
    Path diagnosis = files.path().resolve("diagnosis");
    cluster.diagnose(diagnosis);
    files.keepFiles();
    narrator.say(
        "\n  logs are in %s, objects and the state of the nodes in %s\n"
            .formatted(files.path(), diagnosis));
  }

  private void leaveRunning(Cluster cluster) throws IOException, InterruptedException {
    Path manifest = cluster.folder().resolve("claim.yaml");
    Files.writeString(
        manifest,
        UserManifests.claim("mine", SIZE, CLASS)
            + "---\n"
            + UserManifests.podOn("node-b", "mine", "mine", UserManifests.STAYING));
    narrator.say(
        """

          left running; Ctrl-C ends everything. To try, in another terminal:
            export KUBECONFIG=%s PATH=%s:$PATH
            kubectl get pools
            kubectl apply -f %s
            ./liteio explain pvc mine
        """
            .formatted(cluster.control().kubeconfig(), cluster.tools().programs(), manifest));
    pause.await();
  }
}
