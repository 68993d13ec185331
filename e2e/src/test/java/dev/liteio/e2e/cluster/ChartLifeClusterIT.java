package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.Installation;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The chart is upgraded, rolled back, tested, uninstalled and installed again around volumes. */
@InCluster
class ChartLifeClusterIT {
  private Cluster cluster;
  private Installation installation;
  private User user;

  @BeforeEach
  void install(Cluster shared) {
    installation = InstalledDriver.in(shared);
    cluster = shared;
    user = new User(shared);
    user.apply(
        Manifests.storageClass("remote", "WaitForFirstConsumer", "Delete", "{locality: remote}"),
        Manifests.claim("around", "32Mi", "remote"));
  }

  @AfterEach
  void cleanUp() {
    user.cleanUp();
  }

  @Test
  void a_pod_writes_on_while_agents_and_targets_are_replaced_and_put_back() {
    upgradeAndRollBackUnderAWriter("--set=agent.resources.requests.cpu=51m");
  }

  @Test
  @Tag("long")
  void a_pod_writes_on_while_everything_is_replaced_and_put_back() {
    upgradeAndRollBackUnderAWriter(
        "--set=controller.resources.requests.cpu=51m",
        "--set=agent.resources.requests.cpu=51m",
        "--set=node.resources.requests.cpu=21m");
  }

  private void upgradeAndRollBackUnderAWriter(String... settings) {
    SteadyWriter writer =
        SteadyWriter.start(user, cluster.nodeNamed("node-a"), "writing", "around");
    Set<String> before = agents();

    installation.install(settings);
    installation.awaitReady();
    assertThat(agents()).doesNotContainAnyElementsOf(before);
    writer.awaitMore(20);
    cluster
        .helm()
        .run(
            "rollback",
            Installation.RELEASE,
            "-n",
            Installation.RELEASE,
            "--wait",
            "--timeout=10m");
    installation.awaitReady();
    writer.awaitMore(20);

    long acknowledged = writer.acknowledged();
    SteadyWriter.assertNothingIsLost(user.exec("writing", "cat /data/log"), acknowledged);
    assertThat(user.value("pod", "writing", "{.status.containerStatuses[0].restartCount}"))
        .isEqualTo("0");
  }

  private Set<String> agents() {
    return Set.of(
        user.kubectl(
                "get",
                "pods",
                "-n",
                Installation.RELEASE,
                "--selector=app.kubernetes.io/component=agent",
                "-o",
                "jsonpath={.items[*].metadata.uid}")
            .split(" "));
  }

  @Test
  void helm_tests_the_installation_with_a_volume_of_its_own() {
    String said =
        cluster
            .helm()
            .run("test", Installation.RELEASE, "-n", Installation.RELEASE, "--timeout=10m");

    assertThat(said).contains("Phase:").contains("Succeeded");
  }

  @Test
  @Tag("long")
  void what_was_written_is_there_when_the_chart_was_uninstalled_and_installed_again() {
    user.apply(
        Manifests.podOn("node-a", "before", "around", "echo kept > /data/file && sync /data/file"));
    user.awaitSucceeded("before");
    user.delete("pod", "before");
    String volumes = user.kubectl("get", "volumes,logicalvolumes,storagepools", "-o", "name");

    installation.uninstall();
    assertThat(user.kubectl("get", "volumes,logicalvolumes,storagepools", "-o", "name"))
        .isEqualTo(volumes);
    installation.install();
    installation.awaitReady();

    user.apply(Manifests.podOn("node-b", "afterwards", "around", "grep -x kept /data/file"));
    user.awaitSucceeded("afterwards");
  }
}
