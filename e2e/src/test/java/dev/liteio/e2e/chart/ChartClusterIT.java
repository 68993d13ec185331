package dev.liteio.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.Installation;
import dev.liteio.demo.cluster.ToolCommand;
import dev.liteio.e2e.docs.Block;
import dev.liteio.e2e.docs.Page;
import dev.liteio.e2e.docs.Placeholders;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart installs for what an administrator may say, and what it refuses. */
class ChartClusterIT {
  private static final Chart CHART = Chart.ofThisCheckout();
  private static final ValueSet DEFAULTS = ValueSet.of("as it comes");
  private static final ValueSet SPDK =
      ValueSet.of(
          "with SPDK",
          "--set=target.kind=spdk",
          "--set=target.spdk.image=registry.example/spdk:26.09",
          "--set=target.spdk.args={spdk_tgt,-r,/run/target/spdk.sock}");

  /** Those that work on devices and mounts of their node. */
  private static final List<String> PRIVILEGED =
      List.of("liteio-agent/agent", "liteio-agent/target", "liteio-node/node");

  private static Stream<ValueSet> valueSets() throws IOException {
    return Stream.of(
        DEFAULTS,
        SPDK,
        clusterValues(),
        ValueSet.of(
            "with all that is optional left out",
            "--set=storageClasses=null",
            "--set=admissionPolicies=false",
            "--set=controller.priorityClassName=",
            "--set-string=image.tag=2"),
        ValueSet.of(
            "from a registry with a login",
            "--set=imagePullSecrets[0].name=login",
            "--set=sidecars.registry=registry.example/mirror",
            "--set=image.pullPolicy=Always"),
        pageValues());
  }

  /** The one file of values that a page shows. */
  private static ValueSet pageValues() {
    Block block =
        Page.all().stream()
            .flatMap(page -> page.blocks().stream())
            .filter(Block::isValues)
            .findFirst()
            .orElseThrow();
    return new ValueSet(
        "as " + block.place() + " says",
        Placeholders.filled(block.text(), name -> "registry.example"),
        List.of());
  }

  private static ValueSet clusterValues() throws IOException {
    try (InputStream content = Installation.class.getResourceAsStream("values.yaml")) {
      String text =
          new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8);
      return new ValueSet("as in the cluster lane", text, List.of());
    }
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void helm_finds_nothing_to_complain_of(ValueSet values) {
    assertThat(CHART.lint(values).orThrow()).contains("1 chart(s) linted, 0 chart(s) failed");
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void a_container_is_privileged_or_an_unprivileged_user_on_a_read_only_root(ValueSet values) {
    Rendered.by(CHART, values)
        .pods()
        .forEach((name, pod) -> {
          for (Container each : Rendered.containers(pod)) {
            if (!PRIVILEGED.contains(name + "/" + each.getName())) {
              assertUnprivileged(name, pod, each);
            }
          }
        });
  }

  private static void assertUnprivileged(String name, PodSpec pod, Container container) {
    SecurityContext security = container.getSecurityContext();
    assertThat(pod.getSecurityContext().getRunAsUser()).as(name).isEqualTo(65532);
    assertThat(security.getRunAsNonRoot()).as(name).isTrue();
    assertThat(security.getReadOnlyRootFilesystem()).as(name).isTrue();
    assertThat(security.getAllowPrivilegeEscalation()).as(name).isFalse();
    assertThat(security.getPrivileged()).as(name).isNull();
    assertThat(security.getCapabilities().getDrop()).as(name).containsExactly("ALL");
    assertThat(security.getSeccompProfile().getType()).as(name).isEqualTo("RuntimeDefault");
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void who_is_privileged_writes_nothing_into_our_image(ValueSet values) {
    Map<String, Container> containers = Rendered.by(CHART, values).containers();

    for (String name : PRIVILEGED) {
      Container container = containers.get(name);
      SecurityContext security = container.getSecurityContext();
      boolean ofOthers = name.endsWith("/target") && container.getImage().contains("/spdk:");
      assertThat(security.getPrivileged()).as(name).isTrue();
      assertThat(security.getRunAsUser()).as(name).isZero();
      assertThat(security.getReadOnlyRootFilesystem()).as(name).isEqualTo(ofOthers ? null : true);
      assertThat(container.getVolumeMounts())
          .as(name)
          .extracting(VolumeMount::getMountPath)
          .contains("/dev", "/tmp");
    }
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void every_container_says_what_it_needs_and_how_its_image_is_pulled(ValueSet values) {
    Map<String, Container> containers = Rendered.by(CHART, values).containers();

    assertThat(containers).hasSizeGreaterThanOrEqualTo(7);
    containers.forEach((name, container) -> {
      assertThat(container.getResources().getRequests()).as(name).containsKeys("cpu", "memory");
      assertThat(container.getResources().getLimits()).as(name).containsKey("memory");
      assertThat(container.getImagePullPolicy()).as(name).isNotBlank();
      assertThat(container.getImage()).as(name).matches("[a-z0-9./-]+:[A-Za-z0-9.-]+");
    });
  }

  @Test
  void spdk_as_the_page_says_asks_for_the_huge_pages_that_it_takes() {
    Container target = Rendered.by(CHART, pageValues()).containers().get("liteio-agent/target");

    int taken = Integer.parseInt(target.getArgs().get(target.getArgs().indexOf("-s") + 1));
    assertThat(target.getResources().getLimits().get("hugepages-2Mi").getNumericalAmount())
        .isEqualByComparingTo(BigDecimal.valueOf((long) taken << 20));
    assertThat(target.getArgs()).containsSubsequence("-r", "/run/target/spdk.sock");
  }

  @Test
  void a_new_version_of_the_chart_alone_restarts_nothing() {
    for (HasMetadata object : Rendered.by(CHART, DEFAULTS).objects()) {
      switch (object) {
        case Deployment it ->
            assertThat(it.getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(it.getSpec().getSelector().getMatchLabels());
        case DaemonSet it ->
            assertThat(it.getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(it.getSpec().getSelector().getMatchLabels());
        default -> {}
      }
    }
  }

  @Test
  void the_next_node_is_upgraded_when_the_agent_of_the_last_one_is_ready() {
    Map<String, Container> containers = Rendered.by(CHART, DEFAULTS).containers();
    Container agent = containers.get("liteio-agent/agent");

    int port = agent.getReadinessProbe().getHttpGet().getPort().getIntVal();
    assertThat(agent.getArgs()).contains("--health-port=" + port);
    assertThat(containers.values())
        .filteredOn(each -> each.getName().equals("target") || each.getName().equals("agent"))
        .as("no probe kills a target, or an agent that cannot reach it")
        .allSatisfy(each -> assertThat(each.getLivenessProbe()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"controller", "agent", "node"})
  void it_runs_on_linux_only_whatever_else_its_nodes_must_have(String part) {
    ValueSet chosen = ValueSet.of("chosen", "--set=%s.nodeSelector.disk=nvme".formatted(part));

    assertThat(Rendered.by(CHART, DEFAULTS).pods().get("liteio-" + part).getNodeSelector())
        .isEqualTo(Map.of("kubernetes.io/os", "linux"));
    assertThat(Rendered.by(CHART, chosen).pods().get("liteio-" + part).getNodeSelector())
        .isEqualTo(Map.of("kubernetes.io/os", "linux", "disk", "nvme"));
  }

  @Test
  void the_sidecars_come_from_where_they_are_published_or_from_a_mirror() {
    assertThat(sidecars(DEFAULTS))
        .allMatch(image -> image.startsWith("registry.k8s.io/sig-storage/csi-"));
    assertThat(sidecars(ValueSet.of("mirror", "--set=sidecars.registry=registry.example/mirror")))
        .allMatch(image -> image.startsWith("registry.example/mirror/csi-"));
  }

  private static List<String> sidecars(ValueSet values) {
    List<String> images =
        Rendered.by(CHART, values).containers().values().stream()
            .map(Container::getImage)
            .filter(image -> image.contains("csi-"))
            .toList();
    assertThat(images).hasSize(3);
    return images;
  }

  @Test
  void who_installs_it_is_told_of_devices_that_its_data_plane_takes() {
    assertThat(CHART.notes(DEFAULTS))
        .contains("truncate -s 10G /var/lib/liteio/disks/fast", "path: /var/lib/liteio/disks/fast")
        .doesNotContain("/dev/nvme");
    assertThat(CHART.notes(SPDK)).contains("path: /dev/nvme1n1").doesNotContain("truncate");
  }

  @Test
  void the_parts_keep_their_place_when_a_node_is_full_unless_told_otherwise() {
    assertThat(priorities(DEFAULTS))
        .containsEntry("liteio-controller", "system-cluster-critical")
        .containsEntry("liteio-agent", "system-node-critical")
        .containsEntry("liteio-node", "system-node-critical");
    assertThat(
            priorities(
                ValueSet.of(
                    "others",
                    "--set=controller.priorityClassName=c",
                    "--set=agent.priorityClassName=a",
                    "--set=node.priorityClassName=n")))
        .containsEntry("liteio-controller", "c")
        .containsEntry("liteio-agent", "a")
        .containsEntry("liteio-node", "n");
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void one_controller_at_a_time_may_be_evicted(ValueSet values) {
    Rendered rendered = Rendered.by(CHART, values);
    var budget = rendered.only(PodDisruptionBudget.class).getSpec();
    Deployment controller = rendered.only(Deployment.class);

    assertThat(controller.getMetadata().getName()).isEqualTo("liteio-controller");
    assertThat(budget.getSelector().getMatchExpressions()).isEmpty();
    assertThat(budget.getSelector().getMatchLabels())
        .isNotEmpty()
        .isEqualTo(controller.getSpec().getTemplate().getMetadata().getLabels());
    assertThat(budget.getMaxUnavailable().getIntVal()).isEqualTo(1);
    assertThat(budget.getMinAvailable()).isNull();
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void kubernetes_is_told_what_the_driver_does(ValueSet values) {
    CSIDriver driver = Rendered.by(CHART, values).only(CSIDriver.class);

    assertThat(driver.getMetadata().getName()).isEqualTo("csi.liteio.dev");
    assertThat(driver.getSpec().getAttachRequired()).isTrue();
    assertThat(driver.getSpec().getPodInfoOnMount()).isFalse();
    assertThat(driver.getSpec().getStorageCapacity()).isTrue();
    assertThat(driver.getSpec().getRequiresRepublish()).isFalse();
    assertThat(driver.getSpec().getFsGroupPolicy()).isEqualTo("File");
    assertThat(driver.getSpec().getVolumeLifecycleModes()).containsExactly("Persistent");
  }

  @Test
  void classes_bind_with_the_first_pod_and_delete_with_the_claim_unless_told_otherwise() {
    assertThat(Rendered.by(CHART, DEFAULTS).all(StorageClass.class))
        .hasSize(2)
        .allSatisfy(each -> {
          assertThat(each.getProvisioner()).isEqualTo("csi.liteio.dev");
          assertThat(each.getVolumeBindingMode()).isEqualTo("WaitForFirstConsumer");
          assertThat(each.getReclaimPolicy()).isEqualTo("Delete");
          assertThat(each.getAllowVolumeExpansion()).isTrue();
        });
    ValueSet chosen =
        ValueSet.of(
            "chosen",
            "--set=storageClasses[0].name=gold",
            "--set=storageClasses[0].reclaimPolicy=Retain",
            "--set=storageClasses[0].volumeBindingMode=Immediate");
    StorageClass gold = Rendered.by(CHART, chosen).all(StorageClass.class).getFirst();
    assertThat(gold.getVolumeBindingMode()).isEqualTo("Immediate");
    assertThat(gold.getReclaimPolicy()).isEqualTo("Retain");
  }

  @Test
  void every_pod_that_stays_has_a_class_of_the_system() {
    assertThat(priorities(DEFAULTS))
        .containsOnlyKeys("liteio-controller", "liteio-agent", "liteio-node", "liteio-test")
        .containsEntry("liteio-test", "null");
  }

  private static Map<String, String> priorities(ValueSet values) {
    Map<String, String> priorities = new TreeMap<>();
    Rendered.by(CHART, values)
        .pods()
        .forEach((name, pod) -> priorities.put(name, "" + pod.getPriorityClassName()));
    return priorities;
  }

  @Test
  void the_test_of_an_installation_claims_from_the_first_class() {
    PodSpec pod =
        Rendered.by(
                CHART,
                ValueSet.of(
                    "another size", "--set=test.size=300Mi", "--set=storageClasses[0].name=gold"))
            .pods()
            .get("liteio-test");

    var claim = pod.getVolumes().getFirst().getEphemeral().getVolumeClaimTemplate().getSpec();
    assertThat(claim.getStorageClassName()).isEqualTo("gold");
    assertThat(claim.getResources().getRequests()).hasToString("{storage=300Mi}");
    assertThat(Rendered.by(CHART, ValueSet.of("no class", "--set=storageClasses=null")).pods())
        .doesNotContainKey("liteio-test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --set=controler.replicas=3              | additional properties 'controler' not allowed
          --set=agent.nodeselector.disk=nvme      | additional properties 'nodeselector' not allowed
          --set=node.resources.limit.memory=1Gi   | additional properties 'limit' not allowed
          --set-string=controller.replicas=3      | at '/controller/replicas': got string, want integer
          --set=controller.replicas=0             | at '/controller/replicas': minimum: got 0, want 1
          --set=agent.port=70000                  | at '/agent/port': maximum: got 70,000, want 65,535
          --set=node.kubeletDir=kubelet           | at '/node/kubeletDir': 'kubelet' does not match pattern
          --set=target.kind=spkd                  | at '/target/kind': value must be one of 'embedded', 'spdk'
          --set=target.kind=spdk                  | at '/target/spdk/image': minLength: got 0, want 1
          --set=target.kind=spdk                  | at '/target/spdk/args': minItems: got 0, want 1
          --set=agent.updateStrategy=Recreate     | at '/agent/updateStrategy': value must be one of 'RollingUpdate', 'OnDelete'
          --set=storageClasses[0].parameters.x=1  | additional properties 'x' not allowed
          --set=admissionPolicies=maybe           | at '/admissionPolicies': got string, want boolean
          --set=test.size=much                    | at '/test/size': 'much' does not match pattern
          """)
  void what_it_does_not_know_is_refused_and_named(String setting, String message) {
    ToolCommand.Outcome outcome = CHART.template(ValueSet.of(setting, setting));

    assertThat(outcome.exit()).as(outcome.output()).isNotZero();
    assertThat(outcome.output()).contains(message).doesNotContain("apiVersion:");
  }
}
