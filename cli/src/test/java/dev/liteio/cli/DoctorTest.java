package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  @TempDir Path folder;
  private CommandRig rig;

  @BeforeEach
  void serve() throws IOException {
    rig = new CommandRig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void an_empty_cluster_is_told_what_to_install() {
    assertThat(rig.run("doctor", "--only", "cluster")).isEqualTo(1);
    assertThat(rig.out.toString())
        .contains("OK    API server: ")
        .contains("BAD   definition of volumes: there is none")
        .contains("BAD   CSIDriver csi.liteio.dev: there is none")
        .contains("BAD, ");
  }

  @Test
  void pools_and_volumes_are_read() {
    rig.client().resource(Samples.leg("pvc-1", "fast")).create();
    rig.client().resource(Samples.silentPool("fast")).create();

    assertThat(rig.run("doctor", "--only", "cluster", "-o", "yaml")).isEqualTo(1);
    assertThat(rig.out.toString())
        .contains("check: \"LogicalVolume pvc-1-1\"")
        .contains("no agent has ever reported on it");
  }

  @Test
  void this_machine_is_looked_at_when_asked_for() {
    assertThat(rig.run("doctor", "--only", "machine", "-o", "json")).isBetween(0, 1);
    assertThat(rig.out.toString()).contains("kernel module nvme_tcp").doesNotContain("CSIDriver");
  }

  @Test
  void a_machine_that_is_no_node_is_left_alone() {
    rig.run("doctor");

    assertThat(rig.out.toString()).contains("is no node of the cluster and was not looked at");
  }
}
