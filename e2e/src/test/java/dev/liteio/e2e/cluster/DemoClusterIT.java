package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.Demo;
import dev.liteio.demo.DemoHost;
import dev.liteio.demo.DemoOptions;
import dev.liteio.demo.DemoReport;
import dev.liteio.demo.cluster.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ./liteio demo --cluster} tells, in the cluster of the lane. */
@InCluster
class DemoClusterIT {
  private Cluster cluster;

  @BeforeEach
  void install(Cluster shared) {
    InstalledDriver.in(shared);
    cluster = shared;
  }

  @AfterEach
  void cleanUp() {
    new User(cluster).cleanUp();
  }

  @Test
  @Tag("long")
  void a_claim_moves_grows_outlives_its_target_and_leaves_nothing_behind() {
    ByteArrayOutputStream story = new ByteArrayOutputStream();
    DemoReport report;
    try (Demo demo =
        new Demo(
            new DemoOptions(DemoHost.CLUSTER, false, 64),
            new PrintStream(story, true, StandardCharsets.UTF_8))) {
      report = demo.runOn(cluster);
    }

    assertThat(report.failure()).as(story.toString(StandardCharsets.UTF_8)).isNull();
    assertThat(report.ok()).isTrue();
    assertThat(report.bytesVerified()).isGreaterThanOrEqualTo(2L * (64 << 20));
    assertThat(report.secondHostRefused()).isTrue();
    assertThat(report.acknowledgedWritesLost()).isZero();
    assertThat(report.leftovers()).isEmpty();
  }
}
