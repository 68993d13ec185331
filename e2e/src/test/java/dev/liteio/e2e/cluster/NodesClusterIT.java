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
  void a_pod_runs_on_each_node(Cluster cluster) {
    UserPods pods = UserPods.of(cluster);

    for (ClusterNode node : cluster.nodes()) {
      pods.start("greeter-" + node.name(), node.name(), "echo hello; exec sleep infinity");
    }

    for (ClusterNode node : cluster.nodes()) {
      assertThat(pods.awaitRunning("greeter-" + node.name()).getSpec().getNodeName())
          .isEqualTo(node.name());
      pods.delete("greeter-" + node.name());
    }
  }

  @Test
  void the_nodes_reach_each_other_and_the_api_server(Cluster cluster) {
    for (ClusterNode from : cluster.nodes()) {
      for (ClusterNode to : cluster.nodes()) {
        from.guest().await("busybox ping -c 1 -W 2 " + to.address(), Duration.ofMinutes(1));
      }
    }
  }

  @Test
  void a_pod_reaches_the_api_server_by_its_service(Cluster cluster) {
    UserPods pods = UserPods.of(cluster);

    pods.start(
        "caller",
        "node-a",
        "until nc -w 5 $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT </dev/null; do sleep 1; done");

    assertThat(pods.awaitSucceeded("caller").getStatus().getPhase()).isEqualTo("Succeeded");
    pods.delete("caller");
  }
}
