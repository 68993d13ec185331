package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.demo.ApiServer;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainTest {

  private static final String UUID = LegIdentity.mint().uuid().toString();

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private ApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void serve() throws Exception {
    server = ApiServer.start();
    client = server.client();
    Path kubeconfig = folder.resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {}}]
        contexts: [{name: x, context: {cluster: c, user: u, namespace: shop}}]
        current-context: x
        """
            .formatted(server.port()));
    System.setProperty("kubeconfig", kubeconfig.toString());
  }

  @AfterEach
  void stop() {
    System.clearProperty("kubeconfig");
    server.close();
  }

  private int explain(String... more) {
    CommandLine command = Liteio.commandLine();
    command.setOut(new PrintWriter(out));
    String[] words = new String[3 + more.length];
    System.arraycopy(new String[] {"explain", "pvc", "data"}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    return command.execute(words);
  }

  private void claim(String phase, String volume) {
    var claim =
        new PersistentVolumeClaimBuilder()
            .withMetadata(new ObjectMetaBuilder().withName("data").withNamespace("shop").build())
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withStorageClassName("liteio")
            .withVolumeName(volume)
            .withNewResources()
            .addToRequests("storage", new Quantity("10Gi"))
            .endResources()
            .endSpec()
            .withNewStatus()
            .withPhase(phase)
            .endStatus()
            .build();
    client.resource(claim).create();
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
    client
        .resource(
            new EventBuilder()
                .withMetadata(new ObjectMetaBuilder().withName("e").withNamespace("shop").build())
                .withType("Warning")
                .withReason("ProvisioningFailed")
                .withMessage("1 pool: 1 too full")
                .withNewInvolvedObject()
                .withKind("PersistentVolumeClaim")
                .withName("data")
                .endInvolvedObject()
                .build())
        .create();

    assertThat(explain()).isEqualTo(1);
    assertThat(out.toString())
        .contains("... PersistentVolumeClaim shop/data: Pending, 10Gi")
        .contains("!!    event ProvisioningFailed: 1 pool: 1 too full")
        .contains("StoragePool fast: no agent has said a word of it; is one on node n1?");
  }

  @Test
  void a_claim_that_waits_for_a_pod_is_not_wrong() {
    claim("Pending", null);
    storageClass("csi.liteio.dev", "WaitForFirstConsumer");

    explain();

    assertThat(out.toString()).contains("it is made when a Pod that uses it is scheduled");
  }

  @Test
  void a_bound_claim_leads_to_its_bytes() {
    bind(status(LogicalVolumeState.READY, null, null));

    assertThat(explain()).isZero();
    assertThat(out.toString())
        .contains("PersistentVolume pv-1: reclaim policy Retain")
        .contains("Volume pvc-1: 1Gi, no file system was made")
        .contains("LogicalVolume pvc-1-1: on pool fast, served at")
        .contains("Attachment: in use on no node");
  }

  @Test
  void what_is_wrong_with_a_leg_is_said_in_its_agents_words() {
    bind(status(LogicalVolumeState.NOT_READY, LogicalVolumeReason.TARGET_UNREACHABLE, "no answer"));

    assertThat(explain("-o", "json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"health\":\"BAD\"").contains("no answer");
  }

  @Test
  void a_claim_of_somebody_else_and_one_that_is_not_there_are_called_so() {
    assertThat(explain()).isEqualTo(1);
    assertThat(out.toString()).contains("there is none");
    claim("Pending", null);
    storageClass("example.org/nfs", "Immediate");

    assertThat(explain("-o", "yaml")).isZero();
    assertThat(out.toString()).contains("not a volume of ours");
  }
}
