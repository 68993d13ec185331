package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.ClusterNode;
import java.time.Duration;
import java.util.List;

/** The processes of a Pod or of one of its containers, as its node sees them. */
final class PodProcesses {
  private static final long TERMINATE = 1L << (15 - 1);
  private static final Duration STOPPED = Duration.ofSeconds(20);

  private final ClusterNode node;

  /** What the names of their cgroups hold. */
  private final String cgroup;

  private PodProcesses(ClusterNode node, String cgroup) {
    this.node = node;
    this.cgroup = cgroup;
  }

  static PodProcesses ofPod(ClusterNode node, String uid) {
    return new PodProcesses(node, "pod" + uid);
  }

  /**
   * Those of one container.
   *
   * @param id as the status of its Pod has it: {@code containerd://ID}
   */
  static PodProcesses ofContainer(ClusterNode node, String id) {
    return new PodProcesses(node, id.substring(id.lastIndexOf('/') + 1));
  }

  /** Stops each; returns when none runs on. */
  void stop() {
    signal("STOP");
    node.guest()
        .await(
            "[ -z \"$(for each in $(%s); do grep -L '^State:.T' /proc/$each/status; done)\" ]"
                .formatted(all()),
            STOPPED);
  }

  /** Ends {@link #stop}. */
  void goOn() {
    signal("CONT");
  }

  private void signal(String signal) {
    node.guest().sh("kill -%s $(%s)".formatted(signal, all()));
  }

  // some other process may end while grep looks at it
  private String all() {
    return "{ grep -ls '%s' /proc/[0-9]*/cgroup || true; } | cut -d/ -f3".formatted(cgroup);
  }

  /** Pid and start time of each that is stopped and was not told to end. */
  List<String> stopped() {
    return node.guest()
        .sh(
            """
            for each in $(%s); do
              stat=$(cat /proc/$each/stat)
              set -- ${stat##*) }
              echo $each ${20} $1 $(sed -n 's/^ShdPnd:[^0-9a-f]*//p' /proc/$each/status)
            done
            """
                .formatted(all()))
        .lines()
        .map(line -> List.of(line.split(" ", -1)))
        .filter(words -> words.get(2).equals("T") && !isToEnd(words.get(3)))
        .map(words -> words.get(0) + " since " + words.get(1))
        .toList();
  }

  private static boolean isToEnd(String pending) {
    return (Long.parseUnsignedLong(pending, 16) & TERMINATE) != 0;
  }
}
