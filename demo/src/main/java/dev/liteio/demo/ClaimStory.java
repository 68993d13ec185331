package dev.liteio.demo;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterException;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.ClusterUser;
import dev.liteio.demo.cluster.Traces;
import dev.liteio.demo.cluster.UserManifests;
import dev.liteio.volume.LegIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The story of a claim, on a cluster of two nodes that has the driver and a pool on each. */
final class ClaimStory {
  static final String CLASS = "liteio";
  static final String SIZE = "256Mi";

  private static final String CLAIM = "notes";
  private static final String WRITER = "writer";
  private static final String READER = "reader";
  private static final String GROWN = "384Mi";
  private static final int GROWN_MEBIBYTES = 384;
  private static final Duration LAST_TRACES = Duration.ofMinutes(3);

  private final DemoOptions options;
  private final Narrator narrator;
  private final Evidence evidence;
  private final Cluster cluster;
  private final ClusterUser user;

  ClaimStory(DemoOptions options, Narrator narrator, Evidence evidence, Cluster cluster) {
    this.options = options;
    this.narrator = narrator;
    this.evidence = evidence;
    this.cluster = cluster;
    this.user = new ClusterUser(cluster);
  }

  void tell() throws Exception {
    String checksum = write();
    move(checksum);
    delete();
  }

  private String write() throws Exception {
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
    show("get", "pools,volumes,logicalvolumes,attachments");
    evidence.secondHostRefused(
        narrator.stage("a host that nobody let in is refused", () -> isStrangerRefused()));
    return checksum;
  }

  private void move(String checksum) throws Exception {
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
    narrator.act("the claim grows from %s to %s, in use".formatted(SIZE, GROWN), () -> grow(shell));
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

  private void grow(PodShell shell) {
    user.grow(CLAIM, GROWN);
    Await.until(
        "the Pod sees the room",
        ClusterUser.PATIENCE,
        // a file system keeps some of its device for itself
        () -> shell.sizeMebibytes() > GROWN_MEBIBYTES / 10 * 8,
        () -> user.attempt("describe", "pvc", CLAIM).output());
  }

  // from outside: nvme-cli of a node says "already connected" without asking the target
  private boolean isStrangerRefused() throws IOException {
    LogicalVolume leg = leg(user.awaitBound(CLAIM));
    Endpoint served = leg.getStatus().endpointsOrEmpty().get(0);
    int port =
        cluster.nodes().get(0).guest().relay("%s:%d".formatted(served.address(), served.port()));
    return Stranger.isRefused(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        LegIdentity.parse(leg.getSpec().uuid()).nqn().value());
  }

  private LogicalVolume leg(String volume) {
    return cluster.control().client().resources(LogicalVolume.class).list().getItems().stream()
        .filter(each -> each.getSpec().volume().equals(volume))
        .findFirst()
        .orElseThrow();
  }

  // the kubelet starts its container again, and the agent tells the new one what to serve
  private static void killTarget(ClusterNode node) {
    var _ =
        node.guest()
            .sh(
                "kill -9 $(grep -lasP 'Liteio\\x00target\\x00' /proc/[0-9]*/cmdline | cut -d/ -f3)");
  }

  private void delete() throws Exception {
    narrator.act(
        "Pod and claim deleted",
        () -> {
          user.delete("pod", READER);
          user.delete("pvc", CLAIM);
        });
    evidence.leftovers(narrator.stage("look for leftovers", () -> leftovers()));
    evidence.leftovers().forEach(left -> narrator.tell("left behind: " + left));
    show("get", "pvc,pv,volumes,logicalvolumes,attachments");
    show("get", "pools");
  }

  private List<String> leftovers() {
    try {
      Await.until("nothing is left", LAST_TRACES, () -> traces().isEmpty(), () -> "" + traces());
      return List.of();
    } catch (ClusterException e) {
      return traces();
    }
  }

  private List<String> traces() {
    return new Traces(cluster).find();
  }

  private void show(String... arguments) {
    narrator.show(cluster, arguments);
  }
}
