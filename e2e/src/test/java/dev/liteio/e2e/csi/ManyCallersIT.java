package dev.liteio.e2e.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.e2e.site.Requests;
import dev.liteio.e2e.site.Site;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sixteen callers on two controllers ask for the same thing at once. */
@Timeout(180)
class ManyCallersIT {
  private static final int CALLERS = 16;
  private static final String NODE = "node-a";

  @TempDir Path folder;
  private Site site;
  private TargetView target;

  @BeforeEach
  void start() throws Exception {
    site = new Site(folder, NODE);
    target = TargetView.of(site);
  }

  @AfterEach
  void stop() throws Exception {
    target.close();
    site.stop();
  }

  @Test
  void a_name_becomes_one_volume() throws Exception {
    site.delete(site.create("until the pool is there", 4L << 20));
    var request = Requests.create("v", 4L << 20).build();

    Set<String> ids =
        answers(
            Callers.atOnce(
                CALLERS,
                caller ->
                    () ->
                        site.replica(caller % 2).createVolume(request).getVolume().getVolumeId()));

    assertThat(ids).hasSizeLessThan(2);
    String id = site.create("v", 4L << 20);
    assertThat(ids).isSubsetOf(id);
    assertThat(site.client().resources(Volume.class).list().getItems()).hasSize(1);
    assertThat(site.client().resources(LogicalVolume.class).list().getItems()).hasSize(1);
    assertThat(target.logicalVolumes()).isEqualTo(1);
    assertThat(target.subsystems()).hasSize(1);
  }

  @Test
  void a_volume_is_let_in_once_let_out_once_and_deleted_once() throws Exception {
    String volume = site.create("v", 4L << 20);

    var publish = Requests.publish(volume, NODE).build();
    Set<Object> contexts =
        answers(
            Callers.atOnce(
                CALLERS,
                caller ->
                    () ->
                        site.replica(caller % 2)
                            .controllerPublishVolume(publish)
                            .getPublishContextMap()));
    assertThat(contexts).hasSizeLessThan(2);
    assertThat(target.hosts()).hasSizeLessThan(2);
    String host = site.publish(0, volume, NODE).hostNqn();
    assertThat(target.hosts()).containsExactly(host);

    var unpublish = Requests.unpublish(volume, NODE);
    assertThat(
            answers(
                Callers.atOnce(
                    CALLERS,
                    caller -> () -> site.replica(caller % 2).controllerUnpublishVolume(unpublish))))
        .isNotEmpty();
    assertThat(target.hosts()).isEmpty();

    var delete = Requests.delete(volume);
    assertThat(
            answers(
                Callers.atOnce(
                    CALLERS, caller -> () -> site.replica(caller % 2).deleteVolume(delete))))
        .isNotEmpty();
    assertThat(site.leftovers()).isEmpty();
  }

  /** What they were answered, each once; who was not, was told to come back. */
  private static <T> Set<T> answers(List<Callers.Outcome<T>> outcomes) {
    assertThat(outcomes)
        .allSatisfy(outcome ->
            assertThat(outcome.code()).as(outcome.message()).isIn(Code.OK, Code.ABORTED));
    Set<T> answers = new HashSet<>();
    outcomes.forEach(outcome -> answers.addAll(outcome.answer()));
    return answers;
  }
}
