package dev.liteio.demo;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterTools;
import dev.liteio.demo.cluster.Installation;
import dev.liteio.demo.cluster.UserManifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Kubernetes cluster of two nodes comes up, gets the driver, and a claim lives on it. */
final class ClusterStory implements Story {
  private static final int POOL_MEBIBYTES = 1024;

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
      new ClaimStory(options, narrator, evidence, cluster).tell();
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
    narrator.show(cluster, "get", "nodes");
    Installation installation = Installation.in(cluster);
    narrator.act("helm install liteio deploy/helm/liteio", installation::install);
    narrator.show(cluster, "get", "pods", "-n", Installation.RELEASE);
    narrator.act(
        "a pool on each node, Ready",
        () -> {
          cluster.nodes().forEach(node -> installation.addPool(node, POOL_MEBIBYTES));
          installation.awaitReady();
        });
    narrator.show(cluster, "get", "pools");
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
        UserManifests.claim("mine", ClaimStory.SIZE, ClaimStory.CLASS)
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
