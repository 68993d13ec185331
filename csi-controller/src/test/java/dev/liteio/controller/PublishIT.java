package dev.liteio.controller;

import static dev.liteio.controller.testing.Replicas.MIB;
import static dev.liteio.controller.testing.Replicas.createRequest;
import static dev.liteio.controller.testing.Replicas.delete;
import static dev.liteio.controller.testing.Replicas.persist;
import static dev.liteio.controller.testing.Replicas.publish;
import static dev.liteio.controller.testing.Replicas.unpublish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import csi.v1.VolumeCapability.AccessMode.Mode;
import dev.liteio.controller.testing.Replicas;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Group;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.volume.PublishContext;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One writer: who is let in, and when somebody counts as out. */
@Timeout(180)
class PublishIT {
  @TempDir Path folder;
  private Replicas replicas;
  private String id;

  @BeforeEach
  void start() throws Exception {
    replicas = new Replicas(folder);
    replicas.agents.addPool("pool-a", "storage", 100 * MIB, 100 * MIB);
    replicas.addNode("node-a");
    replicas.addNode("node-b");
    var request = createRequest("v", 10 * MIB).build();
    // the watch may not have heard of the pool yet
    StatusRuntimeException early;
    do {
      early = refusal(() -> replicas.replica(0).createVolume(request));
    } while (early != null);
    id = replicas.replica(0).createVolume(request).getVolume().getVolumeId();
  }

  @AfterEach
  void stop() throws Exception {
    replicas.stop();
  }

  private static StatusRuntimeException refusal(Callable<?> call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::call);
  }

  private static Code code(Callable<?> call) {
    StatusRuntimeException refusal = refusal(call);
    return refusal == null ? Code.OK : refusal.getStatus().getCode();
  }

  private List<AllowedHost> hosts() {
    return replicas.logicalVolumes.list().get(0).getSpec().hostsOrEmpty();
  }

  @Test
  void oneNodeIsLetInAndTheOtherIsToldWhoIsThere() {
    var context = replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    assertThat(PublishContext.parse(context.getPublishContextMap()).attachment()).isEqualTo(id);
    assertThat(replicas.replica(1).controllerPublishVolume(publish(id, "node-a")))
        .isEqualTo(context);
    assertThat(hosts())
        .singleElement()
        .satisfies(host -> {
          assertThat(host.node()).isEqualTo("node-a");
          assertThat(context.getPublishContextMap()).containsValue(host.attachmentUid());
        });

    StatusRuntimeException other =
        refusal(() -> replicas.replica(1).controllerPublishVolume(publish(id, "node-b")));
    assertThat(other.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(other.getStatus().getDescription()).contains("node-a");
    var reader =
        publish(id, "node-a").toBuilder()
            .setVolumeCapability(Replicas.capability(Mode.SINGLE_NODE_READER_ONLY))
            .build();
    assertThat(code(() -> replicas.replica(0).controllerPublishVolume(reader)))
        .isEqualTo(Code.ALREADY_EXISTS);
    assertThat(code(() -> replicas.replica(0).deleteVolume(delete(id))))
        .isEqualTo(Code.FAILED_PRECONDITION);
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(code(() -> replicas.replica(0).controllerPublishVolume(publish(id, "nowhere"))))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(code(() -> replicas.replica(0).controllerPublishVolume(publish("v-0", "node-a"))))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(code(() -> replicas.replica(0).controllerUnpublishVolume(unpublish("v-0", ""))))
        .isEqualTo(Code.OK);
    assertThat(hosts()).isEmpty();
  }

  @Test
  void whoComesBackIsSomebodyElse() {
    var first = replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a"));
    assertThat(hosts()).isEmpty();
    assertThat(replicas.attachments.list()).isEmpty();
    replicas.replica(1).controllerPublishVolume(publish(id, "node-b"));
    replicas.replica(0).controllerUnpublishVolume(unpublish(id, ""));
    var again = replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    assertThat(PublishContext.parse(again.getPublishContextMap()).host())
        .isNotEqualTo(PublishContext.parse(first.getPublishContextMap()).host());
  }

  @Test
  void nobodyIsOutBeforeTheTargetSaysSo() throws Exception {
    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.agents.fallSilent();
    try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
      Future<?> out =
          caller.submit(() ->
              persist(
                  () -> replicas.replica(0).controllerUnpublishVolume(unpublish(id, "node-a"))));
      while (!hosts().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(code(() -> replicas.replica(1).controllerPublishVolume(publish(id, "node-b"))))
          .isEqualTo(Code.FAILED_PRECONDITION);
      // a publish that comes in between does not let the host in again
      assertThat(code(() -> replicas.replica(1).controllerPublishVolume(publish(id, "node-a"))))
          .isEqualTo(Code.ABORTED);
      assertThat(hosts()).isEmpty();
      assertThat(out.isDone()).isFalse();

      replicas.agents.answer();
      out.get();
    }
    replicas.replica(0).controllerPublishVolume(publish(id, "node-b"));
  }

  @Test
  void whoIsUnpublishedWhileItsHostIsLetInIsToldSoAndDoesNotWaitInVain() throws Exception {
    replicas.agents.fallSilent();
    try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
      Future<Code> in =
          caller.submit(
              () -> code(() -> replicas.replica(0).controllerPublishVolume(publish(id, "node-a"))));
      while (hosts().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(
              code(() -> replicas.impatient(1).controllerUnpublishVolume(unpublish(id, "node-a"))))
          .isEqualTo(Code.UNAVAILABLE);

      assertThat(in.get()).isEqualTo(Code.ABORTED);
    }
    replicas.agents.answer();
    persist(() -> replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a")));
    assertThat(hosts()).isEmpty();
  }

  /** As when somebody takes the finalizer off: then nobody remembers whom the target let in. */
  private void loseTheAttachment() {
    replicas.attachments.edit(id, a -> Finalizers.without(a, Group.CONTROLLER_FINALIZER));
    replicas.attachments.get(id).ifPresent(replicas.attachments::delete);
    assertThat(replicas.attachments.list()).isEmpty();
  }

  @Test
  void aRepeatedUnpublishOwesTheSameProofWhenTheAttachmentIsLost() throws Exception {
    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.agents.fallSilent();
    loseTheAttachment();
    for (int call = 0; call < 3; call++) {
      assertThat(
              code(() -> replicas.impatient(0).controllerUnpublishVolume(unpublish(id, "node-a"))))
          .as("call %d", call)
          .isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
      assertThat(hosts()).isEmpty();
    }
    replicas.agents.answer();
    persist(() -> replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a")));
  }

  @Test
  void aVolumeThatSomebodyIsLetIntoIsNotDeletedThoughItsAttachmentIsLost() throws Exception {
    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    loseTheAttachment();
    assertThat(code(() -> replicas.replica(0).deleteVolume(delete(id))))
        .isEqualTo(Code.FAILED_PRECONDITION);
    persist(() -> replicas.replica(0).controllerUnpublishVolume(unpublish(id, "")));
    persist(() -> replicas.replica(1).deleteVolume(delete(id)));
  }

  @Test
  void nobodyComesInWhileTheTargetStillNamesSomebodyElse() throws Exception {
    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.agents.fallSilent();
    loseTheAttachment();
    assertThat(code(() -> replicas.impatient(0).controllerUnpublishVolume(unpublish(id, "node-a"))))
        .isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
    assertThat(code(() -> replicas.impatient(1).controllerPublishVolume(publish(id, "node-b"))))
        .isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(hosts()).isEmpty();

    replicas.agents.answer();
    persist(() -> replicas.replica(0).controllerUnpublishVolume(unpublish(id, "")));
    replicas.replica(1).controllerPublishVolume(publish(id, "node-b"));
    assertThat(hosts()).extracting(AllowedHost::node).containsExactly("node-b");
  }

  /**
   * The agent let a host in and died before it said so: then its last word names nobody, and is
   * about an older spec.
   */
  @Test
  void nobodyComesInWhileTheLastWordOfTheTargetIsAboutAnOlderSpec() throws Exception {
    replicas.agents.fallSilent();
    assertThat(code(() -> replicas.impatient(0).controllerPublishVolume(publish(id, "node-a"))))
        .isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
    loseTheAttachment();
    assertThat(code(() -> replicas.impatient(0).controllerUnpublishVolume(unpublish(id, "node-a"))))
        .isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
    assertThat(code(() -> replicas.impatient(1).controllerPublishVolume(publish(id, "node-b"))))
        .isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
    assertThat(hosts()).isEmpty();

    replicas.agents.answer();
    persist(() -> replicas.replica(1).controllerPublishVolume(publish(id, "node-b")));
    assertThat(hosts()).extracting(AllowedHost::node).containsExactly("node-b");
  }

  @Test
  void aTargetThatIsOffByAnAdministratorsWordNeedsNoProof() {
    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.agents.fallSilent();
    replicas
        .client
        .nodes()
        .withName("storage")
        .edit(node ->
            node.edit()
                .editOrNewSpec()
                .addNewTaint("NoExecute", "node.kubernetes.io/out-of-service", null, "nodeshutdown")
                .endSpec()
                .build());
    replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a"));
    assertThat(hosts()).isEmpty();
    assertThat(replicas.attachments.list()).isEmpty();
  }

  @Test
  void aPoolThatIsLostNeedsNoProof() {
    replicas.replica(0).controllerPublishVolume(publish(id, "node-a"));
    replicas.agents.fallSilent();
    replicas.agents.lose("pool-a");
    replicas.replica(1).controllerUnpublishVolume(unpublish(id, ""));
    assertThat(hosts()).isEmpty();
  }

  @Test
  void aControllerThatDiesBetweenAnyTwoWritesIsSucceeded() throws Exception {
    boolean died = true;
    for (int writes = 0; died; writes++) {
      replicas.api.grantWrites(writes);
      died =
          refusal(() -> replicas.doomed().controllerPublishVolume(publish(id, "node-a"))) != null;
      persist(() -> replicas.replica(0).controllerPublishVolume(publish(id, "node-a")));
      assertThat(hosts()).hasSize(1);

      replicas.api.grantWrites(writes);
      died |=
          refusal(() -> replicas.doomed().controllerUnpublishVolume(unpublish(id, "node-a")))
              != null;
      persist(() -> replicas.replica(1).controllerUnpublishVolume(unpublish(id, "node-a")));
      assertThat(hosts()).isEmpty();
      assertThat(replicas.attachments.list()).isEmpty();
      assertThat(writes).as("writes of one call").isLessThan(20);
    }
  }

  @Test
  void sixteenCallersOnTwoReplicasNeverLetInMoreThanOne() throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
      List<Future<?>> running = new ArrayList<>();
      for (int caller = 0; caller < 16; caller++) {
        int seed = caller;
        running.add(callers.submit(() -> race(seed)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    // whoever is still let in has an Attachment that says so
    List<String> uids =
        replicas.attachments.list().stream().map(a -> a.getMetadata().getUid()).toList();
    assertThat(hosts()).extracting(AllowedHost::attachmentUid).isSubsetOf(uids);
    persist(() -> replicas.replica(0).controllerUnpublishVolume(unpublish(id, "")));
    assertThat(hosts()).isEmpty();
    persist(() -> replicas.replica(1).deleteVolume(delete(id)));
    assertThat(replicas.volumes.list()).isEmpty();
    assertThat(replicas.logicalVolumes.list()).isEmpty();
  }

  private void race(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 6; i++) {
      String node = random.nextBoolean() ? "node-a" : "node-b";
      int replica = random.nextInt(2);
      boolean publishes = random.nextInt(3) > 0;
      Code code =
          code(() ->
              publishes
                  ? replicas.replica(replica).controllerPublishVolume(publish(id, node))
                  : replicas.replica(replica).controllerUnpublishVolume(unpublish(id, node)));
      assertThat(code).isIn(Code.OK, Code.ABORTED, Code.UNAVAILABLE, Code.FAILED_PRECONDITION);
      assertThat(hosts()).hasSizeLessThan(2);
    }
  }
}
