package dev.liteio.e2e.cluster;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.FilesystemState;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.Installation;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.node.cluster.KubernetesCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart lets each component do, tried with the tokens of its Pods. */
@InCluster
class RightsClusterIT {
  private static final String HERE = "node-a";
  private static final String THERE = "node-b";
  private static final List<String> NODES = List.of(HERE, THERE);
  private static final String OURS = RightsSamples.of(HERE);
  private static final String THEIRS = RightsSamples.of(THERE);

  private static final int INVALID = 422;
  private static final String NOT_ITS_NODE = "it runs on \"node-a\", this is of \"node-b\"";
  private static final String NO_NODE = "this token names no node";
  private static final String INTENT = "intent is the controller's";
  private static final String METADATA = "labels, annotations and owners are the controller's";
  private static final String FINALIZERS = "liteio.dev/agent only";

  private static final FilesystemRecord BEGUN =
      new FilesystemRecord(FilesystemState.FORMATTING, "ext4", "u-1");
  private static final FilesystemRecord MADE = made("ext4", "u-1");
  private static final AttachmentStatus STAGED =
      new AttachmentStatus(1L, true, "/dev/nvme0n1", List.of(), null);
  private static final LogicalVolumeStatus READY =
      new LogicalVolumeStatus(
          1L, "1", LogicalVolumeState.READY, null, null, "1", 1L << 20, List.of(), List.of(), null);

  private static Cluster cluster;
  private static Component admin;
  private static Component controller;
  private static Component agent;
  private static Component plugin;

  @BeforeAll
  static void install(Cluster shared) {
    InstalledDriver.in(shared);
    cluster = shared;
    admin = new Component(shared.control().client());
    controller = Component.anywhere(shared, "controller");
    agent = Component.on(HERE, shared, "agent");
    plugin = Component.on(HERE, shared, "node");
  }

  @AfterAll
  static void close() {
    Stream.of(controller, agent, plugin).forEach(Component::close);
  }

  @BeforeEach
  void createSamples() {
    RightsSamples.create(admin, NODES);
  }

  @AfterEach
  void deleteSamples() {
    RightsSamples.delete(admin, NODES);
  }

  // ---- agent

  @Test
  void an_agent_writes_the_status_of_what_is_on_its_node() {
    agent.editStatus(LogicalVolume.class, OURS, RightsClusterIT::ready);
    assertThat(get(LogicalVolume.class, OURS).getStatus()).isEqualTo(READY);

    reportPool(agent, HERE);
  }

  @Test
  void an_agent_writes_no_status_of_what_is_on_another_node() {
    assertDenied(
        () -> agent.editStatus(LogicalVolume.class, THEIRS, RightsClusterIT::ready),
        "'liteio-agent'",
        NOT_ITS_NODE);
    assertDenied(() -> reportPool(agent, THERE), "'liteio-agent'", NOT_ITS_NODE);
  }

  @Test
  void an_agent_holds_a_logical_volume_of_its_node_and_lets_it_go() {
    agent.edit(LogicalVolume.class, OURS, RightsClusterIT::hold);
    assertThat(get(LogicalVolume.class, OURS).getMetadata().getFinalizers())
        .containsExactly(RightsSamples.KEEPER, Group.AGENT_FINALIZER);

    agent.edit(
        LogicalVolume.class, OURS, volume -> Finalizers.without(volume, Group.AGENT_FINALIZER));
    assertThat(get(LogicalVolume.class, OURS).getMetadata().getFinalizers())
        .containsExactly(RightsSamples.KEEPER);
  }

  @Test
  void an_agent_holds_nothing_of_another_node() {
    assertDenied(
        () -> agent.edit(LogicalVolume.class, THEIRS, RightsClusterIT::hold),
        "'liteio-agent'",
        NOT_ITS_NODE);
  }

  @Test
  void an_object_goes_when_its_agent_lets_go_last() {
    admin.edit(
        LogicalVolume.class,
        OURS,
        volume -> volume.getMetadata().setFinalizers(List.of(Group.AGENT_FINALIZER)));
    admin.delete(LogicalVolume.class, OURS);

    agent
        .client()
        .resources(LogicalVolume.class)
        .resource(Finalizers.without(get(LogicalVolume.class, OURS), Group.AGENT_FINALIZER))
        .update();

    assertThat(new ObjectClient<>(admin.client(), LogicalVolume.class).get(OURS)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatIsNotTheAgents")
  void an_agent_changes_nothing_else_of_a_logical_volume(
      String what, Consumer<LogicalVolume> change, String why) {
    assertDenied(() -> agent.edit(LogicalVolume.class, OURS, change), "'liteio-agent'", why);
  }

  static Stream<Arguments> whatIsNotTheAgents() {
    var host = new AllowedHost("a", "u", HERE, "nqn");
    var owner = new OwnerReference("v1", null, null, "Node", HERE, "u");
    return Stream.of(
        change("destroy", v -> v.setSpec(v.getSpec().destroyed()), INTENT),
        change("provision", v -> v.setSpec(v.getSpec().existing()), INTENT),
        change("size", v -> v.setSpec(v.getSpec().grownTo(2 << 20)), INTENT),
        change("hosts", v -> v.setSpec(v.getSpec().withHosts(List.of(host))), INTENT),
        change("labels", v -> v.getMetadata().setLabels(Map.of()), METADATA),
        change("annotations", v -> v.getMetadata().setAnnotations(Map.of("a", "b")), METADATA),
        change("owners", v -> v.getMetadata().setOwnerReferences(List.of(owner)), METADATA),
        change("a foreign finalizer more", v -> Finalizers.with(v, "a.b/c"), FINALIZERS),
        change(
            "a foreign finalizer less",
            v -> Finalizers.without(v, RightsSamples.KEEPER),
            FINALIZERS));
  }

  private static Arguments change(String what, Consumer<LogicalVolume> change, String why) {
    return Arguments.of(what, change, why);
  }

  @Test
  void an_agent_tells_events_of_objects_that_have_no_namespace() {
    var events = agent.client().v1().events();

    assertThat(events.inNamespace("default").resource(event()).dryRun().create()).isNotNull();
    assertForbidden(() -> events.inNamespace("default").list(), "cannot list resource \"events\"");
    assertForbidden(
        () -> events.inNamespace("kube-system").resource(event()).dryRun().create(),
        "cannot create resource \"events\"");
  }

  private static Event event() {
    return new EventBuilder()
        .withNewMetadata()
        .withName("rights")
        .endMetadata()
        .withReason("KeptWithoutOrder")
        .withNewInvolvedObject()
        .withKind("LogicalVolume")
        .withName(OURS)
        .endInvolvedObject()
        .build();
  }

  @Test
  void an_agent_makes_deletes_and_reads_nothing_else() {
    assertForbidden(
        () -> agent.client().resource(RightsSamples.logicalVolume("more", HERE)).create(),
        "cannot create resource \"logicalvolumes\"");
    assertForbidden(
        () -> agent.delete(LogicalVolume.class, OURS), "cannot delete resource \"logicalvolumes\"");
    assertForbidden(
        () -> agent.edit(StoragePool.class, HERE, RightsClusterIT::cordon),
        "cannot update resource \"storagepools\"");
    assertForbidden(
        () -> agent.client().resources(Volume.class).list(), "cannot list resource \"volumes\"");
    assertReadsNoSecrets(agent);
  }

  // ---- node plugin

  @Test
  void a_node_plugin_records_a_file_system_and_reports_the_attachment_of_its_node() {
    announce();
    KubernetesCluster real = new KubernetesCluster(plugin.client());

    real.recordFilesystem(RightsSamples.VOLUME, null, BEGUN);
    real.recordFilesystem(RightsSamples.VOLUME, BEGUN, MADE);
    real.report(OURS, get(Attachment.class, OURS).getMetadata().getUid(), STAGED);

    assertThat(get(Volume.class, RightsSamples.VOLUME).getStatus())
        .isEqualTo(new VolumeStatus(1L, "Ready", MADE, null));
    assertThat(get(Attachment.class, OURS).getStatus()).isEqualTo(STAGED);
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
        Arguments.of("another phase", new VolumeStatus(1L, "Lost", null, null)),
        Arguments.of("another generation", new VolumeStatus(2L, "Ready", null, null)),
        Arguments.of("something less", new VolumeStatus(1L, null, MADE, null)),
        Arguments.of("something more", new VolumeStatus(1L, "Ready", MADE, List.of())));
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
        () -> plugin.edit(Volume.class, RightsSamples.VOLUME, RightsClusterIT::hold),
        "cannot update resource \"volumes\"");
    assertForbidden(
        () -> plugin.edit(Attachment.class, OURS, RightsClusterIT::hold),
        "cannot update resource \"attachments\"");
    assertForbidden(
        () -> plugin.delete(Attachment.class, OURS), "cannot delete resource \"attachments\"");
    assertForbidden(
        () -> plugin.editStatus(LogicalVolume.class, OURS, RightsClusterIT::ready),
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

  // ---- controller

  @Test
  void a_controller_makes_changes_and_deletes_intent() {
    for (HasMetadata fresh :
        List.of(
            RightsSamples.volume("more"),
            RightsSamples.logicalVolume("more", HERE),
            RightsSamples.attachment("more", HERE))) {
      assertThat(controller.client().resource(fresh).dryRun().create()).isNotNull();
    }
    announce();

    controller.edit(Volume.class, RightsSamples.VOLUME, RightsClusterIT::free);
    controller.edit(Attachment.class, OURS, RightsClusterIT::free);
    controller.edit(LogicalVolume.class, OURS, v -> v.setSpec(v.getSpec().destroyed()));
    controller.delete(Volume.class, RightsSamples.VOLUME);
    controller.delete(Attachment.class, OURS);
    controller.delete(LogicalVolume.class, OURS);

    assertThat(new ObjectClient<>(admin.client(), Volume.class).get(RightsSamples.VOLUME))
        .isEmpty();
    assertThat(new ObjectClient<>(admin.client(), Attachment.class).get(OURS)).isEmpty();
    assertThat(Finalizers.isBeingDeleted(get(LogicalVolume.class, OURS))).isTrue();
  }

  @Test
  void a_controller_writes_no_pool_and_no_report() {
    assertForbidden(
        () -> controller.edit(StoragePool.class, HERE, RightsClusterIT::cordon),
        "cannot update resource \"storagepools\"");
    assertForbidden(
        () -> reportPool(controller, HERE), "cannot update resource \"storagepools/status\"");
    assertForbidden(
        () -> controller.editStatus(LogicalVolume.class, OURS, RightsClusterIT::ready),
        "cannot update resource \"logicalvolumes/status\"");
    assertForbidden(
        () -> controller.editStatus(Attachment.class, OURS, a -> a.setStatus(STAGED)),
        "cannot update resource \"attachments/status\"");
    assertReadsNoSecrets(controller);
  }

  // ---- whoever it is

  @Test
  void a_token_that_names_no_node_writes_nothing() {
    try (Component loose = Component.unbound(cluster, "agent")) {
      assertDenied(
          () -> loose.editStatus(LogicalVolume.class, OURS, RightsClusterIT::ready),
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

  // ---- what is written

  private static void announce() {
    controller.editStatus(
        Volume.class,
        RightsSamples.VOLUME,
        volume -> volume.setStatus(new VolumeStatus(1L, "Ready", null, null)));
  }

  /** A dry run, and not of the version that was read: the real agent goes on reporting. */
  private static void reportPool(Component who, String name) {
    StoragePool pool = get(StoragePool.class, name);
    pool.setStatus(new StoragePoolStatus(1L, "1", 2L, 1L, 1L, null, null, null, null));
    pool.getMetadata().setResourceVersion(null);
    assertThat(who.client().resource(pool).dryRun().updateStatus()).isNotNull();
  }

  private static void ready(LogicalVolume volume) {
    volume.setStatus(READY);
  }

  private static void hold(HasMetadata object) {
    var _ = Finalizers.with(object, Group.AGENT_FINALIZER);
  }

  private static void free(HasMetadata object) {
    object.getMetadata().setFinalizers(List.of());
  }

  private static void cordon(StoragePool pool) {
    pool.getMetadata().setLabels(Map.of("example.com/sample", "yes"));
  }

  private static VolumeStatus recorded(@Nullable FilesystemRecord filesystem) {
    return new VolumeStatus(null, null, filesystem, null);
  }

  private static FilesystemRecord made(String type, @Nullable String uuid) {
    return new FilesystemRecord(FilesystemState.FORMATTED, type, uuid);
  }

  private static <T extends HasMetadata> T get(Class<T> kind, String name) {
    return new ObjectClient<>(admin.client(), kind).get(name).orElseThrow();
  }

  // ---- what is answered

  /** By that policy, for that reason. */
  private static void assertDenied(ThrowingCallable write, String policy, String why) {
    assertAnswer(HTTP_FORBIDDEN, write, "ValidatingAdmissionPolicy " + policy, why);
  }

  /** By RBAC. */
  private static void assertForbidden(ThrowingCallable call, String why) {
    assertAnswer(HTTP_FORBIDDEN, call, why);
  }

  private static void assertReadsNoSecrets(Component who) {
    assertForbidden(
        () -> who.client().secrets().inNamespace(Installation.RELEASE).list(),
        "cannot list resource \"secrets\"");
    assertForbidden(
        () -> who.client().secrets().inNamespace("default").withName("any").get(),
        "cannot get resource \"secrets\"");
  }

  private static void assertAnswer(int code, ThrowingCallable call, String... words) {
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(call)
        .satisfies(answer -> {
          assertThat(answer.getCode()).isEqualTo(code);
          assertThat(answer.getMessage()).contains(words);
        });
  }
}
