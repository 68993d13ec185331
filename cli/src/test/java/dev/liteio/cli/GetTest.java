package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetTest {

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

  private void volume() {
    for (HasMetadata each :
        new HasMetadata[] {
          Samples.pool("fast"),
          Samples.volume("pvc-1"),
          Samples.leg("pvc-1", "fast"),
          Samples.attachment("pvc-1", "live"),
          Samples.persistentVolume("pvc-1")
        }) {
      rig.client().resource(each).create();
      rig.client().resource(each).updateStatus();
    }
  }

  @Test
  void without_a_kind_all_four_are_listed() {
    volume();

    assertThat(rig.run("get")).isZero();
    assertThat(rig.out.toString())
        .contains("POOLS", "VOLUMES", "LOGICALVOLUMES", "ATTACHMENTS")
        .contains("300.5GiB", "shop/data", "1/1 live");
  }

  @Test
  void an_empty_cluster_has_none() {
    assertThat(rig.run("get", "pools,volumes")).isZero();
    assertThat(rig.out.toString()).contains("POOLS").contains("none").doesNotContain("ATTACH");
  }

  @Test
  void one_object_is_one_line_or_the_object_itself() {
    volume();

    assertThat(rig.run("get", "vol", "pvc-1")).isZero();
    assertThat(rig.out.toString().lines()).hasSize(2);
    assertThat(rig.run("get", "lv", "pvc-1-1", "-o", "yaml")).isZero();
    assertThat(rig.out.toString()).contains("kind: \"LogicalVolume\"");
  }

  @Test
  void wide_has_more_columns() {
    volume();

    assertThat(rig.run("get", "volumes")).isZero();
    String narrow = rig.out.toString();
    assertThat(rig.run("get", "volumes", "-o", "wide")).isZero();
    String wide = rig.out.toString().substring(narrow.length());
    assertThat(columns(wide))
        .containsAll(columns(narrow))
        .hasSizeGreaterThan(columns(narrow).size());
  }

  private static List<String> columns(String table) {
    return List.of(table.lines().findFirst().orElseThrow().split("  +"));
  }

  @Test
  void json_is_a_list_as_kubectl_prints_it() {
    volume();

    assertThat(rig.run("get", "pools", "-o", "json")).as(rig.err.toString()).isZero();
    assertThat(rig.out.toString())
        .contains("\"kind\":\"List\"", "\"kind\":\"StoragePool\"", "\"name\":\"fast\"");
  }

  @Test
  void a_name_that_is_not_there_ends_with_one_and_names_the_likely_one() {
    volume();

    assertThat(rig.run("get", "pools", "fats")).isEqualTo(1);
    assertThat(rig.err.toString()).contains("there is no pool 'fats'; did you mean fast?");
    assertThat(rig.run("get", "volumes", "something-else")).isEqualTo(1);
    assertThat(rig.err.toString()).contains("`liteio get volumes` lists those there are");
  }

  @Test
  void an_unknown_kind_and_a_name_without_a_kind_are_wrong_usage() {
    assertThat(rig.run("get", "poolz")).isEqualTo(2);
    assertThat(rig.err.toString()).contains("'poolz'", "did you mean pool?");
    assertThat(rig.run("get", "pools,volumes", "fast")).isEqualTo(2);
    assertThat(rig.err.toString()).contains("a NAME needs one kind");
  }
}
