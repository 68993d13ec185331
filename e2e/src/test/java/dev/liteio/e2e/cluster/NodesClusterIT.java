package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The cluster itself. */
@InCluster
class NodesClusterIT {

  @Test
  void every_part_of_the_control_plane_says_it_is_ready(Cluster cluster) {
    assertThat(cluster.control().client().raw("/readyz?verbose")).contains("readyz check passed");
  }

  @Test
  void a_pod_runs_on_each_node_and_says_what_it_is_asked(Cluster cluster) {
    User user = new User(cluster);

    for (ClusterNode node : cluster.nodes()) {
      user.apply(greeter(node.name()));
    }

    for (ClusterNode node : cluster.nodes()) {
      String pod = "greeter-" + node.name();
      assertThat(user.awaitRunning(pod)).isEqualTo(node.name());
      assertThat(user.kubectl("logs", pod)).isEqualTo("hello\n");
      assertThat(user.exec(pod, "echo $HOSTNAME")).isEqualTo(pod);
      user.delete("pod", pod);
    }
  }

  private static String greeter(String node) {
    return Manifests.podWith(
        "greeter-" + node,
        "{kubernetes.io/hostname: %s}".formatted(node),
        "volumeMounts: [{name: data, mountPath: /data}]",
        "emptyDir: {}",
        "echo hello; " + Manifests.STAYING);
  }

  @Test
  void the_nodes_reach_each_other(Cluster cluster) {
    for (ClusterNode from : cluster.nodes()) {
      for (ClusterNode to : cluster.nodes()) {
        from.guest().await("busybox ping -c 1 -W 2 " + to.address(), Duration.ofMinutes(1));
      }
    }
  }

  @Test
  void a_pod_reaches_the_api_server_by_its_service(Cluster cluster) {
    User user = new User(cluster);

    user.apply(
        Manifests.podWith(
            "caller",
            "{}",
            "volumeMounts: [{name: data, mountPath: /data}]",
            "emptyDir: {}",
            "until nc -w 5 $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT </dev/null; do sleep 1; done"));

    user.awaitSucceeded("caller");
    user.delete("pod", "caller");
  }
}
