package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.demo.cluster.Installation;
import dev.liteio.node.cluster.KubernetesCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody may do, whoever it is. */
class RightsClusterIT extends Rights {

  @Test
  void a_token_that_names_no_node_writes_nothing() {
    try (Component loose = Component.unbound(cluster, "agent")) {
      assertDenied(
          () -> loose.editStatus(LogicalVolume.class, OURS, Rights::ready),
          "'liteio-agent'",
          NO_NODE);
    }
    try (Component loose = Component.unbound(cluster, "node")) {
      assertDenied(
          () -> loose.editStatus(Attachment.class, OURS, a -> a.setStatus(STAGED)),
          "'liteio-node'",
          NO_NODE);
      assertDenied(
          () ->
              loose.editStatus(
                  Volume.class, RightsSamples.VOLUME, v -> v.setStatus(recorded(MADE))),
          "'liteio-node-filesystem'",
          NO_NODE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stepsBack")
  void the_record_of_a_file_system_never_goes_back_whoever_writes(
      String what, @Nullable VolumeStatus status, String why) {
    new KubernetesCluster(plugin.client()).recordFilesystem(RightsSamples.VOLUME, null, MADE);

    for (Component who : List.of(plugin, controller, admin)) {
      assertAnswer(
          INVALID,
          () -> who.editStatus(Volume.class, RightsSamples.VOLUME, v -> v.setStatus(status)),
          why);
    }
  }

  static Stream<Arguments> stepsBack() {
    return Stream.of(
        Arguments.of("begun again", recorded(BEGUN), "never formatted again"),
        Arguments.of("taken away", recorded(null), "never forgotten"),
        Arguments.of("taken away with the status", null, "never forgotten"),
        Arguments.of("another type", recorded(made("xfs", "u-1")), "another type"),
        Arguments.of("another uuid", recorded(made("ext4", "u-2")), "uuid"),
        Arguments.of("no uuid", recorded(made("ext4", null)), "uuid"));
  }

  @Test
  void no_object_loses_its_spec_whoever_writes() {
    assertAnswer(
        INVALID,
        () -> admin.edit(Volume.class, RightsSamples.VOLUME, v -> v.setSpec(null)),
        "a Volume has a spec");
    assertAnswer(
        INVALID,
        () -> admin.edit(LogicalVolume.class, OURS, v -> v.setSpec(null)),
        "a LogicalVolume has a spec");
    assertAnswer(
        INVALID,
        () -> admin.edit(Attachment.class, OURS, a -> a.setSpec(null)),
        "an Attachment has a spec");
  }

  @Test
  void the_labels_by_which_objects_are_found_stay_as_they_are_whoever_writes() {
    for (Class<? extends HasMetadata> kind : List.of(LogicalVolume.class, Attachment.class)) {
      admin.edit(kind, OURS, object -> label(object, RightsSamples.VOLUME));
      for (Component who : List.of(controller, admin)) {
        assertDenied(() -> who.edit(kind, OURS, object -> label(object, "b")), LABELS, FOUND);
        assertDenied(() -> who.edit(kind, OURS, object -> label(object, null)), LABELS, FOUND);
      }
      admin.edit(
          kind, OURS, object -> object.getMetadata().getLabels().remove("example.com/sample"));
    }
  }

  private static final String LABELS = "'liteio-labels'";
  private static final String FOUND = "find this object by its labels";

  private static void label(HasMetadata object, @Nullable String volume) {
    if (volume == null) {
      object.getMetadata().getLabels().remove(Group.VOLUME_LABEL);
    } else {
      object.getMetadata().getLabels().put(Group.VOLUME_LABEL, volume);
    }
  }

  @Test
  void no_pod_of_the_driver_was_refused_anything() {
    for (String pod : driverPods()) {
      String log =
          cluster
              .kubectl()
              .run("logs", "-n", Installation.RELEASE, pod, "--all-containers", "--tail=-1");

      assertThat(log).as(pod).isNotBlank().doesNotContainPattern("is forbidden: (User|Valid)");
    }
  }

  private static List<String> driverPods() {
    List<String> names =
        admin.client().pods().inNamespace(Installation.RELEASE).list().getItems().stream()
            .map(pod -> pod.getMetadata().getName())
            .toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(2 * NODES.size() + 1);
    return names;
  }
}
