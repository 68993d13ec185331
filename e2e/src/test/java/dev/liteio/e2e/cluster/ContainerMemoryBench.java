package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.Installation;
import dev.liteio.demo.guest.Guest;
import dev.liteio.e2e.benchmarks.Figures;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each container of the driver holds in memory, as its node's kernel accounts for it. */
@InCluster
@Timeout(1800)
class ContainerMemoryBench {
  @Test
  void ofEachContainer(Cluster cluster) {
    var _ = InstalledDriver.in(cluster);
    cluster.control().client().pods().inNamespace(Installation.RELEASE).list().getItems().stream()
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .forEach(pod -> print(cluster, pod));
  }

  private static void print(Cluster cluster, Pod pod) {
    Guest guest = cluster.nodeNamed(pod.getSpec().getNodeName()).guest();
    Stream.of(pod.getStatus().getContainerStatuses(), pod.getStatus().getInitContainerStatuses())
        .flatMap(List::stream)
        .filter(container -> container.getState().getRunning() != null)
        .forEach(container -> print(guest, pod, container));
  }

  private static void print(Guest guest, Pod pod, ContainerStatus container) {
    String id = container.getContainerID().replaceFirst(".*://", "");
    List<Long> bytes = guest.sh(account(id)).strip().lines().map(Long::valueOf).toList();
    Figures.print(
        "container=%s pod=%s memory=%d MiB (peak %d), of these anonymous=%d, files=%d",
        container.getName(),
        pod.getMetadata().getName(),
        mebibytes(bytes.get(0)),
        mebibytes(bytes.get(1)),
        mebibytes(bytes.get(2)),
        mebibytes(bytes.get(3)));
  }

  /** Four lines: now, the most so far, of now what is anonymous, what is of files. */
  private static String account(String container) {
    return """
    cd $(find /sys/fs/cgroup -type d -name %s | head -n 1)
    cat memory.current memory.peak
    awk '$1 == "anon" || $1 == "file" { print $2 }' memory.stat
    """
        .formatted(container);
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
