package dev.liteio.e2e.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.CapacityRange;
import csi.v1.ControllerExpandVolumeRequest;
import csi.v1.ControllerGetVolumeRequest;
import csi.v1.CreateVolumeRequest;
import csi.v1.Topology;
import csi.v1.ValidateVolumeCapabilitiesRequest;
import dev.liteio.e2e.site.Requests;
import dev.liteio.e2e.site.Site;
import dev.liteio.volume.NodeName;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is as long as CSI allows is taken; what is longer, or no id of ours, is told so. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestLimitsIT {
  private static final long SIZE = 4L << 20;
  private static final String NODE = "node-a";
  private static final int MAP_LIMIT = 4096;

  /** Ids that no CreateVolume ever answered. */
  private static final List<String> ODD =
      List.of(
          "fake-vol-id",
          "Mixed-Case",
          "with blank",
          "a/b",
          "..",
          "../../../nodes",
          "pvc-%2e%2e",
          "v?watch=true",
          "#",
          "ümlaut-\u20ac",
          "line\nbreak",
          "\u0000",
          "-",
          "x".repeat(128),
          "x".repeat(10_000));

  @TempDir static Path folder;
  private Site site;

  @BeforeAll
  void start() throws Exception {
    site = new Site(folder, NODE);
    site.delete(site.create("until the pool is there", SIZE));
  }

  @AfterAll
  void stop() throws Exception {
    site.stop();
  }

  private static Code code(Callable<?> call) throws Exception {
    return Callers.outcome(call).code();
  }

  private Code create(CreateVolumeRequest request) throws Exception {
    return code(() -> site.replica(0).createVolume(request));
  }

  @Test
  void names_of_128_bytes_are_volumes_of_their_own_in_any_case_and_script() throws Exception {
    List<String> names =
        List.of(
            "n".repeat(128),
            "N".repeat(128),
            "nN".repeat(64),
            "\u00e4".repeat(64),
            "\u20ac".repeat(42) + "..",
            "\uD83D\uDE00".repeat(32));
    Set<String> ids = new HashSet<>();
    for (String name : names) {
      String id = site.create(name, SIZE);
      ids.add(id);
      assertThat(site.create(name, SIZE)).isEqualTo(id);
    }
    assertThat(ids).hasSize(names.size());
    for (String id : ids) {
      site.delete(id);
    }
  }

  @Test
  void a_name_of_129_bytes_is_refused() throws Exception {
    for (String name : List.of("n".repeat(129), "\u20ac".repeat(43))) {
      assertThat(create(Requests.create(name, SIZE).build())).isEqualTo(Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void maps_of_4_KiB_are_taken_and_larger_ones_refused() throws Exception {
    String key = "csi.storage.k8s.io/pvc/name";
    String most = "v".repeat(MAP_LIMIT - key.length());
    String volume = site.create("maps", SIZE);
    for (String value : List.of(most, most + "v")) {
      Code expected = value.equals(most) ? Code.OK : Code.INVALID_ARGUMENT;
      assertThat(create(Requests.create("maps", SIZE).putParameters(key, value).build()))
          .as("parameters")
          .isEqualTo(expected);
      assertThat(create(Requests.create("maps", SIZE).putSecrets(key, value).build()))
          .as("secrets")
          .isEqualTo(expected);
      var publish = Requests.publish(volume, NODE).putVolumeContext(key, value).build();
      assertThat(code(() -> site.replica(0).controllerPublishVolume(publish)))
          .as("volume_context")
          .isEqualTo(expected);
    }
    site.unpublish(0, volume, NODE);
    site.delete(volume);

    var far = Topology.newBuilder().putSegments(NodeName.TOPOLOGY_KEY, "n".repeat(MAP_LIMIT));
    var nested = Requests.create("nested", SIZE);
    nested.getAccessibilityRequirementsBuilder().addPreferred(far);
    assertThat(create(nested.build())).as("segments").isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void an_odd_volume_id_names_nothing() throws Exception {
    for (String id : ODD) {
      assertThat(code(() -> site.replica(0).deleteVolume(Requests.delete(id))))
          .as("delete '%s'", id)
          .isEqualTo(Code.OK);
      assertThat(
              code(() -> site.replica(0).controllerUnpublishVolume(Requests.unpublish(id, NODE))))
          .as("unpublish '%s'", id)
          .isEqualTo(Code.OK);
      for (Callable<?> call : callsThatNeed(id)) {
        assertThat(code(call)).as("'%s'", id).isEqualTo(Code.NOT_FOUND);
      }
    }
  }

  private List<Callable<?>> callsThatNeed(String id) {
    var replica = site.replica(1);
    var publish = Requests.publish(id, NODE).build();
    return List.of(
        () -> replica.controllerPublishVolume(publish),
        () ->
            replica.validateVolumeCapabilities(
                ValidateVolumeCapabilitiesRequest.newBuilder()
                    .setVolumeId(id)
                    .addVolumeCapabilities(publish.getVolumeCapability())
                    .build()),
        () ->
            replica.controllerExpandVolume(
                ControllerExpandVolumeRequest.newBuilder()
                    .setVolumeId(id)
                    .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(SIZE))
                    .build()),
        () ->
            replica.controllerGetVolume(
                ControllerGetVolumeRequest.newBuilder().setVolumeId(id).build()));
  }

  @Test
  void an_odd_node_id_names_no_node() throws Exception {
    String volume = site.create("for nobody", SIZE);
    for (String node : ODD) {
      var publish = Requests.publish(volume, node).build();
      assertThat(code(() -> site.replica(0).controllerPublishVolume(publish)))
          .as("publish on '%s'", node)
          .isEqualTo(Code.NOT_FOUND);
      assertThat(
              code(() ->
                  site.replica(0).controllerUnpublishVolume(Requests.unpublish(volume, node))))
          .as("unpublish on '%s'", node)
          .isEqualTo(Code.OK);
    }
    site.delete(volume);
  }
}
