package dev.liteio.e2e.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.e2e.site.Requests;
import dev.liteio.e2e.site.Site;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import dev.liteio.volume.VolumeId;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers on two controllers do whatever there is to do with the same two names, all at once. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeRacesIT {
  private static final List<String> NAMES = List.of("one", "other");
  private static final List<String> NODES = List.of("node-a", "node-b");
  private static final int CALLERS = 6;
  private static final int CALLS = 8;
  private static final long SIZE = 4L << 20;

  @TempDir static Path folder;
  private Site site;
  private TargetView target;

  @BeforeAll
  void start() throws Exception {
    site = new Site(folder, NODES.toArray(String[]::new));
    target = TargetView.of(site);
    site.delete(site.create("until the pool is there", SIZE));
  }

  @AfterAll
  void stop() throws Exception {
    target.close();
    site.stop();
  }

  @Randomised
  void one_host_at_most_is_let_in_and_nothing_is_left_in_the_end() {
    Cases.asMany(12).run(this::race);
  }

  private void race(Random random) throws Exception {
    List<List<Call>> scripts = Stream.generate(() -> script(random)).limit(CALLERS).toList();
    try (HostWatch watch = HostWatch.start(site)) {
      var outcomes = Callers.atOnce(CALLERS, caller -> () -> run(scripts.get(caller)));
      assertThat(outcomes)
          .allSatisfy(
              outcome -> assertThat(outcome.answer().getFirst()).as("calls").hasSize(CALLS));
      for (String name : NAMES) {
        String volume = VolumeId.ofCsiName(name).value();
        site.unpublish(0, volume, "");
        site.delete(volume);
      }
      assertThat(watch.most()).as("hosts on one subsystem at a time").isLessThan(2);
    }
    assertThat(site.leftovers()).isEmpty();
  }

  private List<Code> run(List<Call> script) throws Exception {
    List<Code> codes = new ArrayList<>();
    for (Call call : script) {
      var outcome = Callers.outcome(() -> call.on(site));
      assertThat(outcome.code()).as("%s: %s", call, outcome.message()).isIn(call.expected());
      codes.add(outcome.code());
    }
    return codes;
  }

  private static List<Call> script(Random random) {
    return Stream.generate(() -> call(random)).limit(CALLS).toList();
  }

  private static Call call(Random random) {
    return new Call(
        Kind.values()[random.nextInt(Kind.values().length)],
        random.nextInt(2),
        NAMES.get(random.nextInt(NAMES.size())),
        NODES.get(random.nextInt(NODES.size())));
  }

  private enum Kind {
    CREATE,
    PUBLISH,
    UNPUBLISH,
    UNPUBLISH_EVERYWHERE,
    DELETE
  }

  /** One call of a caller that does not call again. */
  private record Call(Kind kind, int replica, String name, String node) {

    Object on(Site site) {
      var controller = site.replica(replica);
      String volume = VolumeId.ofCsiName(name).value();
      return switch (kind) {
        case CREATE -> controller.createVolume(Requests.create(name, SIZE).build());
        case PUBLISH -> controller.controllerPublishVolume(Requests.publish(volume, node).build());
        case UNPUBLISH -> controller.controllerUnpublishVolume(Requests.unpublish(volume, node));
        case UNPUBLISH_EVERYWHERE ->
            controller.controllerUnpublishVolume(Requests.unpublish(volume, ""));
        case DELETE -> controller.deleteVolume(Requests.delete(volume));
      };
    }

    /** Final codes only where another caller's call explains them. */
    Set<Code> expected() {
      return switch (kind) {
        case CREATE, UNPUBLISH, UNPUBLISH_EVERYWHERE ->
            Set.of(Code.OK, Code.ABORTED, Code.UNAVAILABLE);
        case PUBLISH ->
            Set.of(
                Code.OK, Code.ABORTED, Code.UNAVAILABLE, Code.NOT_FOUND, Code.FAILED_PRECONDITION);
        case DELETE -> Set.of(Code.OK, Code.ABORTED, Code.UNAVAILABLE, Code.FAILED_PRECONDITION);
      };
    }
  }
}
