package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {

  private static final String UUID = LegIdentity.mint().uuid().toString();

  @TempDir Path folder;
  private CommandRig rig;
  private KubernetesClient client;

  @BeforeEach
  void serve() throws IOException {
    rig = new CommandRig(folder);
    client = rig.client();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private int explain(String... more) {
    return rig.run(
        Stream.concat(Stream.of("explain", "pvc", "data"), Stream.of(more)).toArray(String[]::new));
  }

  private void claim(String phase, String volume) {
    client.resource(Samples.claim(phase, volume)).create();
  }

  private void storageClass(String provisioner, String bindingMode) {
    client
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName("liteio")
                .endMetadata()
                .withProvisioner(provisioner)
                .withVolumeBindingMode(bindingMode)
                .build())
        .create();
  }

  private void bind(LogicalVolumeStatus status) {
    claim("Bound", "pv-1");
    storageClass("csi.liteio.dev", "Immediate");
    client
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName("pv-1")
                .endMetadata()
                .withNewSpec()
                .withPersistentVolumeReclaimPolicy("Retain")
                .withNewCsi()
                .withDriver("csi.liteio.dev")
                .withVolumeHandle("pvc-1")
                .endCsi()
                .endSpec()
                .build())
        .create();
    Volume volume = new Volume();
    volume.setMetadata(new ObjectMetaBuilder().withName("pvc-1").build());
    List<VolumeLeg> legs = List.of(new VolumeLeg(0, UUID, 1L << 30));
    volume.setSpec(new VolumeSpec("pvc-1", 1L << 30, Map.of(), List.of(), null, legs));
    client.resource(volume).create();
    LogicalVolume lv = new LogicalVolume();
    lv.setMetadata(new ObjectMetaBuilder().withName("pvc-1-1").build());
    lv.setSpec(
        new LogicalVolumeSpec(
            "pvc-1",
            0,
            "fast",
            "n1",
            UUID,
            "lv-1",
            1L << 30,
            false,
            0,
            Provision.EXISTING,
            null,
            null));
    client.resource(lv).create();
    lv.setStatus(status);
    client.resource(lv).updateStatus();
  }

  private void event(String kind, String name, String reason, String message) {
    client
        .resource(
            new EventBuilder()
                .withMetadata(
                    new ObjectMetaBuilder()
                        .withName(name + "." + reason)
                        .withNamespace("shop")
                        .build())
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withCount(12)
                .withLastTimestamp("2026-01-01T00:00:00Z")
                .withNewInvolvedObject()
                .withKind(kind)
                .withName(name)
                .endInvolvedObject()
                .build())
        .create();
  }

  private void pool(StoragePool pool) {
    client.resource(pool).create();
    client.resource(pool).updateStatus();
  }

  private void pod(String phase, String waiting) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("db-0")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withNodeName("n2")
                .addNewVolume()
                .withName("d")
                .withNewPersistentVolumeClaim("data", false)
                .endVolume()
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName("c")
                .withNewState()
                .withNewWaiting("", waiting)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build())
        .create();
  }

  private static LogicalVolumeStatus status(
      LogicalVolumeState state, LogicalVolumeReason reason, String message) {
    return new LogicalVolumeStatus(1L, null, state, reason, message, null, null, null, null, null);
  }

  @Test
  void a_claim_that_waits_says_why_per_pool() {
    claim("Pending", null);
    storageClass("csi.liteio.dev", "Immediate");
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName("fast").build());
    pool.setSpec(StoragePoolSpec.of("n1", List.of(new PoolDevice("/dev/nvme0n1"))));
    client.resource(pool).create();
    event("PersistentVolumeClaim", "data", "ProvisioningFailed", "1 pool: 1 too full");

    assertThat(explain()).isEqualTo(1);
    assertThat(rig.out.toString())
        .contains("... PersistentVolumeClaim shop/data: Pending, 10Gi")
        .contains("!!    event ProvisioningFailed: 1 pool: 1 too full")
        .contains(
            "StoragePool fast: not ready: no agent has said a word of it; is one on node n1?");
  }

  @Test
  void a_claim_that_waits_for_a_pod_is_not_wrong() {
    claim("Pending", null);
    storageClass("csi.liteio.dev", "WaitForFirstConsumer");

    explain();

    assertThat(rig.out.toString())
        .contains("its volume is made when a Pod that uses it is scheduled");
  }

  @Test
  void a_bound_claim_leads_to_its_bytes() {
    bind(status(LogicalVolumeState.READY, null, null));

    assertThat(explain()).isZero();
    assertThat(rig.out.toString())
        .contains("PersistentVolume pv-1: reclaim policy Retain")
        .contains("Volume pvc-1: 1Gi, no file system was made")
        .contains("LogicalVolume pvc-1-1: on pool fast of node n1, served at")
        .contains("Attachment: in use on no node");
  }

  @Test
  void what_is_wrong_with_a_leg_is_said_in_its_agents_words() {
    bind(status(LogicalVolumeState.NOT_READY, LogicalVolumeReason.TARGET_UNREACHABLE, "no answer"));

    assertThat(explain("-o", "json")).isEqualTo(1);
    assertThat(rig.out.toString()).contains("\"health\":\"BAD\"").contains("no answer");
  }

  @Test
  void a_claim_of_somebody_else_and_one_that_is_not_there_are_called_so() {
    assertThat(explain()).isEqualTo(1);
    assertThat(rig.out.toString()).contains("there is none");
    claim("Pending", null);
    storageClass("example.org/nfs", "Immediate");

    assertThat(explain("-o", "yaml")).isZero();
    assertThat(rig.out.toString()).contains("not a volume of ours");
  }

  @Test
  void a_full_pool_says_how_much_it_would_take_and_a_good_one_that_it_would() {
    claim("Pending", null);
    storageClass("csi.liteio.dev", "Immediate");
    StoragePool full = Samples.pool("full");
    full.setStatus(
        new StoragePoolStatus(
            1L,
            "1-1-1",
            1L << 40,
            3L << 30,
            3L << 30,
            null,
            null,
            null,
            full.getStatus().conditions()));
    pool(full);
    pool(Samples.pool("good"));

    assertThat(explain()).isZero();
    assertThat(rig.out.toString())
        .contains(
            "StoragePool full: too full (on node n1, labels none, the largest volume it takes is 3GiB; asked for: 10GiB)")
        .contains(
            "StoragePool good: on node n1, would take it: the largest volume it takes is 300GiB");
  }

  @Test
  void what_is_wrong_with_the_class_or_the_claim_itself_is_told_first() {
    claim("Pending", null);
    client
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName("liteio")
                .endMetadata()
                .withProvisioner("csi.liteio.dev")
                .withVolumeBindingMode("Immediate")
                .addToParameters("localty", "required")
                .build())
        .create();
    client
        .persistentVolumeClaims()
        .inNamespace("shop")
        .withName("data")
        .edit(claim -> {
          claim.getSpec().setAccessModes(List.of("ReadWriteMany"));
          return claim;
        });

    assertThat(explain()).isEqualTo(1);
    assertThat(rig.out.toString())
        .contains("!!    StorageClass liteio: ", "did you mean locality?")
        .contains("access modes [ReadWriteMany]: a volume is used on one node at a time");
  }

  @Test
  void a_pod_that_does_not_start_shows_what_kubelet_and_attacher_said() {
    bind(status(LogicalVolumeState.READY, null, null));
    pod("Pending", "ContainerCreating");
    event("Pod", "db-0", "FailedAttachVolume", "Multi-Attach error");

    assertThat(explain()).isEqualTo(1);
    assertThat(rig.out.toString())
        .contains("... Pod db-0: ContainerCreating on n2".replace("... ", "...   "))
        .contains("!!      event FailedAttachVolume: Multi-Attach error (")
        .contains("ago, 12 times)");
  }

  @Test
  void old_warnings_of_a_claim_that_is_bound_are_history() {
    bind(status(LogicalVolumeState.READY, null, null));
    event("PersistentVolumeClaim", "data", "ProvisioningFailed", "1 pool: 1 not ready");

    assertThat(explain()).isZero();
    assertThat(rig.out.toString()).contains("-     event ProvisioningFailed: 1 pool: 1 not ready");
  }

  @Test
  void a_dead_target_says_that_nothing_is_lost_and_what_to_do_if_its_node_is() {
    bind(status(LogicalVolumeState.NOT_READY, LogicalVolumeReason.TARGET_UNREACHABLE, null));
    client.resource(Samples.node("n1", "Unknown")).create();
    Attachment attachment = Samples.attachment("pvc-1", "connecting");
    client.resource(attachment).create();
    client.resource(attachment).updateStatus();

    assertThat(explain()).isEqualTo(1);
    assertThat(rig.out.toString())
        .contains(
            "NotReady: the target does not answer; node n1 is not Ready; reads and writes wait and go on when it is back")
        .contains("docs/troubleshooting.md")
        .contains("path tcp://10.0.0.7:4420: connecting: reads and writes wait");
  }
}
