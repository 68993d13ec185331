package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.Installation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that are cut off, switched off or break and boot again, with Pods on them that write. */
@InCluster
class NodeLossClusterIT {
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
  private static final int BLOCKS = 64;
  private static final int BLOCK = 64 << 10;

  private Cluster cluster;
  private Installation installation;
  private User user;
  private ClusterNode a;
  private ClusterNode b;

  @BeforeEach
  void install(Cluster shared) {
    installation = InstalledDriver.in(shared);
    cluster = shared;
    user = new User(shared);
    a = shared.nodeNamed("node-a");
    b = shared.nodeNamed("node-b");
    user.apply(
        Manifests.storageClass("remote", "WaitForFirstConsumer", "Delete", "{locality: remote}"),
        Manifests.storageClass(
            "anywhere", "Immediate", "Delete", "{locality: any, spread: \"true\"}"));
  }

  @AfterEach
  void cleanUp() {
    user.cleanUp();
  }

  @Test
  void nothing_of_a_writer_that_was_cut_off_lands_after_its_volume_moved() {
    user.apply(
        Manifests.claim("fenced", "32Mi", "remote", "ReadWriteOnce", "Block"),
        Manifests.podWithDevice(a.name(), "former", "fenced", endlessly("A")));
    user.awaitRunning("former");
    String former = user.value("pod", "former", "{.metadata.uid}");
    awaitWrites(2 * BLOCKS);
    String disk = a.guest().sh("ls /sys/block | grep -E '^nvme[0-9]+n[0-9]+$'").strip();
    assertThat(disk).as("the only volume on the node").doesNotContain("\n");

    a.leaveApi();
    try {
      awaitNotReady(a);
      awaitWrites(BLOCKS);
      giveUp(a);
      user.apply(Manifests.podWithDevice(b.name(), "successor", "fenced", Manifests.STAYING));
      user.awaitRunning("successor");
      String found = area();
      assertTriesInVain(former);
      assertThat(area())
          .as("bytes and hash of what the successor found, and of what is there now")
          .isEqualTo(found);

      user.exec("successor", "%s | dd of=/dev/disk bs=%d conv=fsync".formatted(all("B"), BLOCK));
      assertTriesInVain(former);
      assertHoldsOnly("B");
    } finally {
      a.returnToApi();
    }
    cluster.awaitReady(a.name());
    takeBack(a);
    Await.until(
        "the former node has let go",
        User.PATIENCE,
        () -> a.guest().attempt("[ ! -e /sys/block/" + disk + " ]").exit() == 0,
        () -> a.guest().attempt("grep -s . /sys/class/nvme/nvme*/subsysnqn").stdout());
    assertHoldsOnly("B");
    installation.awaitReady();
  }

  /** Writes block after block, full of a letter and the write's number: each can be told apart. */
  private static String endlessly(String letter) {
    return """
    : former writes; n=0; while true; do n=$((n + 1)); \
    yes %s$n | tr -d "\\n" | head -c %d | dd of=/dev/disk bs=%d seek=$((n %% %d)) conv=notrunc,fsync status=none && echo $n; done\
    """
        .formatted(letter, BLOCK, BLOCK, BLOCKS);
  }

  private static String all(String letter) {
    return "yes %s | tr -d '\\n' | head -c %d".formatted(letter, BLOCK * BLOCKS);
  }

  private void awaitWrites(int more) {
    String written = "awk '{print $7}' /sys/block/nvme*n*/stat | sort -n | tail -n 1";
    long goal = Long.parseLong(a.guest().sh(written).strip()) + (long) more * BLOCK / 512;
    a.guest().await("[ $(%s) -ge %d ]".formatted(written, goal), Duration.ofMinutes(5));
  }

  /** One and the same write waits for the disk, while its kernel comes back and is sent away. */
  private void assertTriesInVain(String pod) {
    a.guest().await("[ -n \"$(%s)\" ]".formatted(waiting(pod)), Duration.ofMinutes(5));
    String before = a.guest().sh(waiting(pod));
    awaitRefusals(3);
    assertThat(a.guest().sh(waiting(pod)))
        .as("processes of the former writer that wait for the disk")
        .isNotBlank()
        .isEqualTo(before);
  }

  /** Prints the processes of a Pod that wait for a disk. */
  private static String waiting(String uid) {
    return """
    for each in $(grep -l "pod%s" /proc/[0-9]*/cgroup 2>/dev/null); do \
    grep -l "^State:.D" "${each%%cgroup}status" 2>/dev/null || true; done\
    """
        .formatted(uid);
  }

  /** Its kernel comes back again and again, and is sent away. */
  private void awaitRefusals(int more) {
    String refused = "dmesg | grep -c 'Failed reconnect attempt'";
    int goal = Integer.parseInt(a.guest().sh(refused + " || true").strip()) + more;
    a.guest().await("[ $(%s) -ge %d ]".formatted(refused, goal), Duration.ofMinutes(5));
  }

  /** How many bytes the successor reads of what both write, past every cache, and their hash. */
  private String area() {
    String area =
        user.exec(
            "successor",
            """
            dd if=/dev/disk of=/area bs=%d count=%d iflag=direct status=none \
            && wc -c < /area && sha256sum < /area\
            """
                .formatted(BLOCK, BLOCKS));
    assertThat(area).as("bytes read, and their hash").startsWith(BLOCK * BLOCKS + "\n");
    return area;
  }

  /** Block by block, past every cache; a block that cannot be read is not one that holds it. */
  private void assertHoldsOnly(String letter) {
    String own =
        user.exec(
            "successor",
            """
            set -o pipefail; for i in $(seq 0 %d); do \
            dd if=/dev/disk bs=%d skip=$i count=1 iflag=direct status=none \
            | tr -cd %s | wc -c || exit 1; done\
            """
                .formatted(BLOCKS - 1, BLOCK, letter));
    assertThat(own.lines())
        .as("bytes of the successor in each block")
        .hasSize(BLOCKS)
        .containsOnly(Integer.toString(BLOCK));
  }

  @Test
  void a_volume_of_a_node_that_lost_its_power_is_whole_on_the_other_node() {
    user.apply(Manifests.claim("moved", "32Mi", "remote"));
    SteadyWriter writer = SteadyWriter.start(user, a, "victim", "moved");
    writer.awaitMore(30);

    a.powerOff();
    long acknowledged = writer.acknowledged();
    try {
      awaitNotReady(a);
      giveUp(a);
      user.apply(Manifests.claim("elsewhere", "32Mi", "anywhere"));
      assertThat(nodesOf(user.awaitBound("elsewhere")))
          .as("where a new volume is put, though the other pool has more room")
          .isEqualTo(b.name());
      user.apply(Manifests.podOn(b.name(), "heir", "moved", Manifests.STAYING));
      user.awaitRunning("heir");
      SteadyWriter.assertNothingIsLost(user.exec("heir", "cat /data/log"), acknowledged);
    } finally {
      a.powerOn();
    }
    cluster.awaitReady(a.name());
    takeBack(a);
    installation.awaitReady();
    // else it is the heir's own memory that is compared
    b.guest().sh("sync && echo 3 > /proc/sys/vm/drop_caches");
    SteadyWriter.assertNothingIsLost(user.exec("heir", "cat /data/log"), acknowledged);
    assertThat(user.exec("heir", "echo goes on >> /data/log && tail -n 1 /data/log"))
        .isEqualTo("goes on");
  }

  @Test
  void pods_of_a_node_whose_kernel_panicked_come_back_with_their_data() {
    user.apply(
        Manifests.claim("far", "32Mi", "remote"), Manifests.claim("near", "32Mi", "liteio-local"));
    SteadyWriter far = SteadyWriter.start(user, a, "far-writer", "far");
    SteadyWriter near = SteadyWriter.start(user, a, "near-writer", "near");
    far.awaitMore(20);
    near.awaitMore(20);

    String before = user.value("node", a.name(), BOOT);
    List<Long> acknowledged = a.breakKernel(() -> List.of(far.acknowledged(), near.acknowledged()));
    awaitBootedAgain(a, before);

    cluster.awaitReady(a.name());
    installation.awaitReady();
    far.awaitMore(5);
    near.awaitMore(5);
    SteadyWriter.assertNothingIsLost(
        user.exec("far-writer", "cat /data/log"), acknowledged.getFirst());
    SteadyWriter.assertNothingIsLost(
        user.exec("near-writer", "cat /data/log"), acknowledged.getLast());
  }

  private String nodesOf(String volume) {
    return user.kubectl(
        "get",
        "logicalvolumes",
        "--selector=liteio.dev/volume=" + volume,
        "-o",
        "jsonpath={.items[*].spec.node}");
  }

  private void awaitBootedAgain(ClusterNode node, String before) {
    Await.until(
        node.name() + " has booted again",
        User.PATIENCE,
        () -> !before.equals(user.value("node", node.name(), BOOT)),
        () -> user.value("node", node.name(), BOOT));
  }

  private void awaitNotReady(ClusterNode node) {
    Await.until(
        node.name() + " is known to be away",
        User.PATIENCE,
        () -> !"True".equals(user.value("node", node.name(), READY)),
        () -> user.value("node", node.name(), READY));
  }

  private static final String BOOT = "{.status.nodeInfo.bootID}";
  private static final String READY = "{.status.conditions[?(@.type==\"Ready\")].status}";

  /** What an administrator does who is sure that a node is off. */
  private void giveUp(ClusterNode node) {
    user.kubectl("taint", "node", node.name(), OUT_OF_SERVICE + "=nodeshutdown:NoExecute");
  }

  private void takeBack(ClusterNode node) {
    user.kubectl("taint", "node", node.name(), OUT_OF_SERVICE + "-");
  }
}
