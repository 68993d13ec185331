package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.node.cluster.KubernetesCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart lets a node plugin do, tried with the token of its Pod. */
class NodePluginRightsClusterIT extends Rights {

  @Test
  void a_node_plugin_records_a_file_system_and_reports_the_attachment_of_its_node() {
    announce();
    Instant now = Instant.parse("2026-11-01T10:00:00Z");
    KubernetesCluster real =
        new KubernetesCluster(plugin.client(), Clock.fixed(now, ZoneOffset.UTC));

    real.recordFilesystem(RightsSamples.VOLUME, null, BEGUN);
    real.recordFilesystem(RightsSamples.VOLUME, BEGUN, MADE);
    real.report(OURS, get(Attachment.class, OURS).getMetadata().getUid(), STAGED);

    assertThat(get(Volume.class, RightsSamples.VOLUME).getStatus())
        .isEqualTo(new VolumeStatus(1L, "Ready", "1Gi", MADE, null));
    assertThat(get(Attachment.class, OURS).getStatus()).isEqualTo(STAGED.withReadiness(null, now));
    assertThat(real.logicalVolume(OURS)).isPresent();
  }

  @Test
  void a_node_plugin_records_the_file_system_of_a_volume_without_a_status() {
    new KubernetesCluster(plugin.client()).recordFilesystem(RightsSamples.VOLUME, null, MADE);

    assertThat(get(Volume.class, RightsSamples.VOLUME).getStatus()).isEqualTo(recorded(MADE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatIsNotTheNodePlugins")
  void a_node_plugin_changes_nothing_else_of_the_status_of_a_volume(
      String what, VolumeStatus status) {
    announce();

    assertDenied(
        () -> plugin.editStatus(Volume.class, RightsSamples.VOLUME, v -> v.setStatus(status)),
        "'liteio-node-filesystem'",
        "a node plugin writes status.filesystem");
  }

  static Stream<Arguments> whatIsNotTheNodePlugins() {
    return Stream.of(
        Arguments.of("another phase", new VolumeStatus(1L, "Lost", "1Gi", null, null)),
        Arguments.of("another generation", new VolumeStatus(2L, "Ready", "1Gi", null, null)),
        Arguments.of("something less", new VolumeStatus(1L, null, "1Gi", MADE, null)),
        Arguments.of("another size", new VolumeStatus(1L, "Ready", "2Gi", MADE, null)),
        Arguments.of("something more", new VolumeStatus(1L, "Ready", "1Gi", MADE, List.of())));
  }

  @Test
  void a_node_plugin_reports_no_attachment_of_another_node() {
    assertDenied(
        () -> plugin.editStatus(Attachment.class, THEIRS, a -> a.setStatus(STAGED)),
        "'liteio-node'",
        NOT_ITS_NODE);
  }

  @Test
  void a_node_plugin_writes_no_intent() {
    assertForbidden(
        () -> plugin.edit(Volume.class, RightsSamples.VOLUME, Rights::hold),
        "cannot update resource \"volumes\"");
    assertForbidden(
        () -> plugin.edit(Attachment.class, OURS, Rights::hold),
        "cannot update resource \"attachments\"");
    assertForbidden(
        () -> plugin.delete(Attachment.class, OURS), "cannot delete resource \"attachments\"");
    assertForbidden(
        () -> plugin.editStatus(LogicalVolume.class, OURS, Rights::ready),
        "cannot update resource \"logicalvolumes/status\"");
  }

  @Test
  void a_node_plugin_lists_nothing_but_logical_volumes() {
    assertThat(plugin.client().resources(LogicalVolume.class).list().getItems()).isNotEmpty();
    for (Class<? extends HasMetadata> kind :
        List.of(Volume.class, Attachment.class, StoragePool.class)) {
      assertForbidden(() -> plugin.client().resources(kind).list(), "cannot list resource");
    }
    assertForbidden(
        () -> plugin.client().pods().inAnyNamespace().list(), "cannot list resource \"pods\"");
    assertReadsNoSecrets(plugin);
  }
}
