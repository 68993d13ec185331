package dev.liteio.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.plan.PoolReport;
import dev.liteio.cli.Samples;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterChecksTest {

  private static final Instant NOW = Samples.BORN.plus(Duration.ofHours(3));

  private Reading<ApiAnswer> api = Reading.of(answer(Duration.ofMillis(300)));
  private List<CustomResourceDefinition> definitions =
      KnownDefinitions.PLURALS.stream().map(KnownDefinitions::of).toList();
  private Optional<CSIDriver> driver = Optional.of(driverOfTheChart());
  private List<StorageClass> classes = List.of(storageClass(Map.of()));
  private List<Node> nodes = List.of(Samples.node("n1", "True"));
  private List<String> guarded = List.of("agent", "node", "node");
  private List<Pod> pods =
      List.of(pod("controller", "True"), pod("agent", "True"), pod("node", "True"));
  private List<StoragePool> pools = List.of(Samples.pool("fast"));
  private List<Volume> volumes = List.of(Samples.volume("pvc-1"));
  private List<LogicalVolume> legs = List.of(Samples.leg("pvc-1", "fast"));
  private List<Attachment> attachments = List.of(Samples.attachment("pvc-1", "live"));
  private boolean claimed = true;

  private static ApiAnswer answer(Duration ahead) {
    return new ApiAnswer("https://api:6443/", "v1.33.1", Optional.of(ahead));
  }

  /** As the template says, without what Helm fills in. */
  private static CSIDriver driverOfTheChart() {
    try {
      String template =
          Files.readString(Path.of("../deploy/helm/liteio/templates/csidriver.yaml"))
              .lines()
              .takeWhile(line -> !line.startsWith("{{"))
              .filter(line -> !line.contains("{{"))
              .collect(Collectors.joining("\n"));
      return Serialization.unmarshal(template, CSIDriver.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static StorageClass storageClass(Map<String, String> parameters) {
    return new StorageClassBuilder()
        .withNewMetadata()
        .withName("liteio")
        .endMetadata()
        .withProvisioner("csi.liteio.dev")
        .withParameters(parameters)
        .build();
  }

  private static Pod pod(String component, String ready) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("liteio-%s-x".formatted(component))
        .withNamespace("liteio")
        .withCreationTimestamp(Samples.BORN.toString())
        .addToLabels("app.kubernetes.io/component", component)
        .endMetadata()
        .withNewSpec()
        .withNodeName("n1")
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .endStatus()
        .build();
  }

  private static ValidatingAdmissionPolicy policy(String component) {
    return new ValidatingAdmissionPolicyBuilder()
        .withNewMetadata()
        .withName("liteio-" + component)
        .addToLabels("app.kubernetes.io/component", component)
        .endMetadata()
        .build();
  }

  private List<String> lines() {
    ClusterFacts facts =
        new ClusterFacts(
            api,
            Reading.of(definitions),
            Reading.of(driver),
            Reading.of(classes),
            Reading.of(guarded.stream().map(ClusterChecksTest::policy).toList()),
            Reading.of(claimed ? List.of(Samples.persistentVolume("pvc-1")) : List.of()),
            Reading.of(nodes),
            Reading.of(pods),
            Reading.of(pools),
            Reading.of(volumes),
            Reading.of(legs),
            Reading.of(attachments));
    return Doctor.cluster(facts, NOW).stream().map(Diagnosis::line).toList();
  }

  private List<String> troubles() {
    return lines().stream().filter(line -> !line.startsWith("OK")).toList();
  }

  @Test
  void a_cluster_in_which_all_is_well_has_nothing_but_ok() {
    assertThat(troubles()).isEmpty();
    assertThat(lines())
        .contains(
            "OK    CSIDriver csi.liteio.dev: as the chart has it",
            "OK    clock against the API server's: 0.3 s behind",
            "OK    StoragePool fast: Ready since 3h, 300.5GiB of 1TiB free",
            "OK    Volumes: 1, nothing wrong");
  }

  @Test
  void a_server_that_does_not_answer_is_the_only_thing_told() {
    api = Reading.unreadable("https://api:6443/: Connection refused");

    assertThat(lines()).singleElement().asString().startsWith("BAD").contains("KUBECONFIG");
  }

  @Test
  void clocks_that_differ_by_more_than_two_seconds_are_a_warning() {
    api = Reading.of(answer(Duration.ofSeconds(-40)));

    assertThat(troubles()).singleElement().asString().startsWith("WARN").contains("40.0 s ahead");
    Instant asked = Instant.parse("2026-03-01T10:00:00Z");
    assertThat(
            ApiProbe.ahead(List.of("Sun, 01 Mar 2026 10:00:05 GMT"), asked, asked.plusSeconds(1)))
        .contains(Duration.ofSeconds(5));
    assertThat(ApiProbe.ahead(List.of("soon"), asked, asked)).isEmpty();
  }

  @Test
  void definitions_that_are_missing_old_or_of_another_version_are_bad() {
    CustomResourceDefinition old = KnownDefinitions.of("volumes");
    old.getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("status")
        .getProperties()
        .remove("filesystem");
    CustomResourceDefinition other = KnownDefinitions.of("attachments");
    other.getSpec().getVersions().getFirst().setName("v9");
    definitions = List.of(KnownDefinitions.of("storagepools"), old, other);

    assertThat(troubles())
        .hasSize(3)
        .anySatisfy(
            line -> assertThat(line).contains("definition of volumes", "drop status.filesystem"))
        .anySatisfy(line -> assertThat(line).contains("definition of attachments", "[v9]"))
        .anySatisfy(
            line -> assertThat(line).contains("definition of logicalvolumes: there is none"));
  }

  @Test
  void a_driver_object_that_is_missing_or_was_changed_is_bad() {
    driver.orElseThrow().getSpec().setAttachRequired(false);
    assertThat(troubles()).singleElement().asString().contains("attachRequired=false");
    driver = Optional.empty();
    assertThat(troubles())
        .singleElement()
        .asString()
        .contains("CSIDriver csi.liteio.dev: there is none");
  }

  @Test
  void a_class_with_a_parameter_nobody_knows_is_bad_and_names_the_likely_one() {
    classes = List.of(storageClass(Map.of("thinn", "true")));

    assertThat(troubles()).singleElement().asString().contains("did you mean thin?");
  }

  @Test
  void a_pool_says_why_it_is_not_ready_and_whether_its_node_is() {
    pools = List.of(Samples.pool("fast", false, "TargetUnreachable", "no answer"));
    assertThat(troubles())
        .singleElement()
        .asString()
        .startsWith("BAD   StoragePool fast: not Ready since 3h: no answer")
        .contains("kubectl -n liteio logs");
    nodes = List.of(Samples.node("n1", "Unknown"));
    assertThat(troubles()).singleElement().asString().contains("node n1 is not Ready");
    nodes = List.of();
    assertThat(troubles()).singleElement().asString().contains("the cluster has no node n1");
  }

  @Test
  void a_pool_whose_agent_is_away_may_report_old_news() {
    pods = List.of(pod("controller", "True"), pod("agent", "False"), pod("node", "True"));
    assertThat(troubles())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("liteio-agent-x is not Ready", "may be old"))
        .anySatisfy(line ->
            assertThat(line).contains("Pod liteio-agent-x on n1: not Ready: Running (expected"));
    pods = List.of();
    assertThat(troubles()).singleElement().asString().startsWith("-     Pods: none with the");
  }

  @Test
  void a_part_of_the_driver_that_does_not_run_is_told_with_its_reason() {
    Pod stuck =
        new PodBuilder(pod("controller", "False"))
            .editStatus()
            .addNewInitContainerStatus()
            .withName("controller")
            .withReady(false)
            .withNewState()
            .withNewWaiting()
            .withReason("ImagePullBackOff")
            .withMessage("Back-off pulling image \"liteio:9\"")
            .endWaiting()
            .endState()
            .endInitContainerStatus()
            .endStatus()
            .build();
    pods = List.of(stuck, pod("agent", "True"));

    assertThat(troubles())
        .containsExactly(
            "BAD   Pod liteio-controller-x on n1: not Ready: container controller: ImagePullBackOff:"
                + " Back-off pulling image \"liteio:9\" (expected: Ready)"
                + " -> kubectl -n liteio describe pod liteio-controller-x",
            "BAD   Pods of the node: there is none: no Pod gets a volume (expected: at least one)"
                + " -> see node.nodeSelector and the events of the chart's namespace");
    stuck.getMetadata().setCreationTimestamp(NOW.minusSeconds(20).toString());
    assertThat(troubles()).first().asString().startsWith("WARN  Pod liteio-controller-x on n1");
  }

  @Test
  void tokens_that_no_policy_holds_are_a_warning() {
    guarded = List.of("agent");

    assertThat(troubles())
        .singleElement()
        .asString()
        .startsWith("WARN  ValidatingAdmissionPolicies: none for the component node");
  }

  @Test
  void a_pool_that_nobody_reported_on_or_that_lags_is_told() {
    StoragePool lagging = Samples.pool("lagging");
    lagging.getMetadata().setGeneration(7L);
    pools = List.of(Samples.pool("fast"), Samples.silentPool("silent"), lagging);

    assertThat(troubles())
        .anySatisfy(line -> assertThat(line).contains("no agent has ever reported"))
        .anySatisfy(line -> assertThat(line).contains("(expected: generation 7)"));
  }

  @Test
  void a_pool_that_is_almost_full_is_a_warning() {
    StoragePool pool = Samples.pool("fast");
    pool.setStatus(
        new StoragePoolStatus(
            1L,
            "1-1-1",
            1L << 40,
            1L << 30,
            1L << 30,
            null,
            null,
            null,
            pool.getStatus().conditions()));
    pools = List.of(pool);

    assertThat(troubles()).singleElement().asString().startsWith("WARN").contains("1GiB of 1TiB");
  }

  @Test
  void orphans_on_a_target_are_reported_as_its_agent_found_them() {
    StoragePool pool = Samples.pool("fast");
    StoragePoolStatus old = pool.getStatus();
    pool.setStatus(
        new StoragePoolStatus(
            old.observedGeneration(),
            old.incarnation(),
            old.capacityBytes(),
            old.freeBytes(),
            old.largestFreeBytes(),
            old.endpoints(),
            old.devices(),
            null,
            Conditions.upsert(
                old.conditions(),
                PoolReport.ORPHANS,
                true,
                "UnclaimedVolumes",
                "1 volumes are claimed by no LogicalVolume; they are kept: s/lv-9",
                1,
                NOW)));
    pools = List.of(pool);

    assertThat(troubles()).singleElement().asString().startsWith("WARN").contains("s/lv-9");
  }

  @Test
  void what_has_lost_its_owner_is_named() {
    volumes = List.of();
    pools = List.of(Samples.pool("other"));

    assertThat(troubles())
        .hasSize(3)
        .anySatisfy(
            line -> assertThat(line).contains("LogicalVolume pvc-1-1: its Volume pvc-1 is gone"))
        .anySatisfy(line ->
            assertThat(line).contains("LogicalVolume pvc-1-1: its StoragePool fast is gone"))
        .anySatisfy(
            line -> assertThat(line).contains("Attachment pvc-1: on node n2 without Volume"));
  }

  @Test
  void a_volume_that_nobody_serves_or_nobody_wants_is_told() {
    legs = List.of();
    attachments = List.of();
    claimed = false;

    assertThat(troubles())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("no LogicalVolume serves its bytes"))
        .anySatisfy(line -> assertThat(line).contains("no PersistentVolume leads to it"));
  }

  @Test
  void a_lost_leg_is_never_to_be_cleaned_up_in_haste() {
    legs =
        List.of(
            Samples.leg(
                "pvc-1",
                "fast",
                LogicalVolumeState.LOST,
                LogicalVolumeReason.DATA_MISSING,
                "not on any device"));

    assertThat(troubles()).singleElement().asString().contains("before anything is deleted");
  }

  @Test
  void what_does_not_go_is_named_with_what_holds_it() {
    Volume volume = Samples.volume("pvc-1");
    volume.getMetadata().setDeletionTimestamp(NOW.minusSeconds(3600).toString());
    volume.getMetadata().setFinalizers(List.of("liteio.dev/controller"));
    LogicalVolume leg = Samples.leg("pvc-1", "fast");
    leg.getMetadata().setDeletionTimestamp(NOW.minusSeconds(10).toString());
    volumes = List.of(volume);
    legs = List.of(leg);

    assertThat(troubles())
        .singleElement()
        .asString()
        .startsWith(
            "WARN  Volume pvc-1: is being deleted for 60m, held by [liteio.dev/controller]");
  }

  @Test
  void objects_without_a_spec_are_named_and_stop_nobody() {
    Volume volume = Samples.volume("odd");
    volume.setSpec(null);
    volumes = List.of(Samples.volume("pvc-1"), volume);

    assertThat(troubles()).singleElement().asString().contains("Volume odd: it has no spec");
  }

  @Test
  void what_may_not_be_read_is_said_and_is_not_bad() {
    ClusterFacts facts = ClusterFacts.unreachable("you may not read them");

    assertThat(new PoolChecks(facts, NOW).all())
        .extracting(Diagnosis::line)
        .containsExactly("-     StoragePools: you may not read them");
    assertThat(new ObjectChecks(facts, NOW).all()).hasSize(3);
    assertThat(facts.mayHaveNode("n1")).isTrue();
  }
}
