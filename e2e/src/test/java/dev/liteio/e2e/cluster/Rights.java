package dev.liteio.e2e.cluster;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of rights have in common: the components with the tokens of their Pods, objects to
 * write to, and how a refusal reads.
 */
@InCluster
abstract class Rights {
  static final String HERE = "node-a";
  static final String THERE = "node-b";
  static final List<String> NODES = List.of(HERE, THERE);
  static final String OURS = RightsSamples.of(HERE);
  static final String THEIRS = RightsSamples.of(THERE);

  static final int INVALID = 422;
  static final String NOT_ITS_NODE = "it runs on \"node-a\", this is of \"node-b\"";
  static final String NO_NODE = "this token names no node";
  static final String INTENT = "intent is the controller's";
  static final String METADATA = "labels, annotations and owners are the controller's";
  static final String FINALIZERS = "liteio.dev/agent only";

  static final FilesystemRecord BEGUN =
      new FilesystemRecord(FilesystemState.FORMATTING, "ext4", "u-1");
  static final FilesystemRecord MADE = made("ext4", "u-1");
  static final AttachmentStatus STAGED =
      new AttachmentStatus(1L, true, "/dev/nvme0n1", List.of(), null);
  static final LogicalVolumeStatus READY =
      new LogicalVolumeStatus(
          1L, "1", LogicalVolumeState.READY, null, null, "1", 1L << 20, List.of(), List.of(), null);

  static Cluster cluster;
  static Component admin;
  static Component controller;
  static Component agent;
  static Component plugin;

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

  static void announce() {
    controller.editStatus(
        Volume.class,
        RightsSamples.VOLUME,
        volume -> volume.setStatus(new VolumeStatus(1L, "Ready", "1Gi", null, null)));
  }

  /** A dry run, and not of the version that was read: the real agent goes on reporting. */
  static void reportPool(Component who, String name) {
    StoragePool pool = get(StoragePool.class, name);
    pool.setStatus(new StoragePoolStatus(1L, "1", 2L, 1L, 1L, null, null, null, null));
    pool.getMetadata().setResourceVersion(null);
    assertThat(who.client().resource(pool).dryRun().updateStatus()).isNotNull();
  }

  static void ready(LogicalVolume volume) {
    volume.setStatus(READY);
  }

  static void hold(HasMetadata object) {
    var _ = Finalizers.with(object, Group.AGENT_FINALIZER);
  }

  static void free(HasMetadata object) {
    object.getMetadata().setFinalizers(List.of());
  }

  static void cordon(StoragePool pool) {
    pool.getMetadata().setLabels(Map.of("example.com/sample", "yes"));
  }

  static VolumeStatus recorded(@Nullable FilesystemRecord filesystem) {
    return new VolumeStatus(null, null, null, filesystem, null);
  }

  static FilesystemRecord made(String type, @Nullable String uuid) {
    return new FilesystemRecord(FilesystemState.FORMATTED, type, uuid);
  }

  static <T extends HasMetadata> T get(Class<T> kind, String name) {
    return new ObjectClient<>(admin.client(), kind).get(name).orElseThrow();
  }

  /** By that policy, for that reason. */
  static void assertDenied(ThrowingCallable write, String policy, String why) {
    assertAnswer(HTTP_FORBIDDEN, write, "ValidatingAdmissionPolicy " + policy, why);
  }

  /** By RBAC. */
  static void assertForbidden(ThrowingCallable call, String why) {
    assertAnswer(HTTP_FORBIDDEN, call, why);
  }

  static void assertReadsNoSecrets(Component who) {
    assertForbidden(
        () -> who.client().secrets().inNamespace(Installation.RELEASE).list(),
        "cannot list resource \"secrets\"");
    assertForbidden(
        () -> who.client().secrets().inNamespace("default").withName("any").get(),
        "cannot get resource \"secrets\"");
  }

  static void assertAnswer(int code, ThrowingCallable call, String... words) {
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(call)
        .satisfies(answer -> {
          assertThat(answer.getCode()).isEqualTo(code);
          assertThat(answer.getMessage()).contains(words);
        });
  }
}
