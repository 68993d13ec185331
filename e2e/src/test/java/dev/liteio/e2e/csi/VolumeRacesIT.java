package dev.liteio.e2e.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.ControllerPublishVolumeResponse;
import dev.liteio.e2e.site.Requests;
import dev.liteio.e2e.site.Site;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import dev.liteio.volume.PublishContext;
import dev.liteio.volume.VolumeId;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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
  // mostly about who is let in: the rest needs a volume that nobody uses
  private static final List<Kind> KINDS =
      List.of(
          Kind.CREATE,
          Kind.PUBLISH,
          Kind.PUBLISH,
          Kind.PUBLISH,
          Kind.UNPUBLISH,
          Kind.UNPUBLISH,
          Kind.UNPUBLISH_EVERYWHERE,
          Kind.DELETE);
  private static final int CALLERS = 6;
  private static final int CALLS = 8;
  private static final int MOST_REPEATS = 100;
  private static final long SIZE = 4L << 20;

  @TempDir static Path folder;
  // who was let in, by volume and node: identities never come back
  private final Map<String, Set<String>> letIn = new ConcurrentHashMap<>();
  private final AtomicInteger thrownOut = new AtomicInteger();
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
  void one_host_at_most_is_in_who_was_unpublished_is_out_and_nothing_is_left_in_the_end() {
    Cases.asMany(12).run(this::race);
    assertThat(thrownOut).as("hosts that were seen to be out").hasPositiveValue();
  }

  private void race(Random random) throws Exception {
    List<List<Call>> scripts = Stream.generate(() -> script(random)).limit(CALLERS).toList();
    for (String name : NAMES) {
      var _ = site.create(name, SIZE);
    }
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
      Set<String> out = call.throwsOut(letIn);
      var outcome = patiently(call);
      assertThat(outcome.code()).as("%s: %s", call, outcome.message()).isIn(call.expected());
      if (outcome.code() == Code.OK) {
        assertThat(target.hosts()).as("after %s", call).noneMatch(out::contains);
        thrownOut.addAndGet(out.size());
        remember(call, outcome.answer().getFirst());
      }
      codes.add(outcome.code());
    }
    return codes;
  }

  /** Again while another call is in the way, as a sidecar would, but not for ever. */
  private Callers.Outcome<Object> patiently(Call call) throws Exception {
    var outcome = Callers.outcome(() -> call.on(site));
    for (int again = 0; again < MOST_REPEATS && outcome.code() == Code.ABORTED; again++) {
      outcome = Callers.outcome(() -> call.on(site));
    }
    return outcome;
  }

  private void remember(Call call, Object answer) {
    if (answer instanceof ControllerPublishVolumeResponse published) {
      var context = PublishContext.parse(published.getPublishContextMap());
      letIn
          .computeIfAbsent(call.place(call.node()), key -> ConcurrentHashMap.newKeySet())
          .add(context.host().nqn().value());
    }
  }

  private static List<Call> script(Random random) {
    return Stream.generate(() -> call(random)).limit(CALLS).toList();
  }

  private static Call call(Random random) {
    return new Call(
        KINDS.get(random.nextInt(KINDS.size())),
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

  /** One call of a caller. */
  private record Call(Kind kind, int replica, String name, String node) {

    String place(String where) {
      return name + "@" + where;
    }

    /** Who is out once this call is answered: who was told before it that it is in. */
    Set<String> throwsOut(Map<String, Set<String>> letIn) {
      List<String> nodes =
          switch (kind) {
            case UNPUBLISH -> List.of(node);
            case UNPUBLISH_EVERYWHERE -> NODES;
            case CREATE, PUBLISH, DELETE -> List.of();
          };
      return nodes.stream()
          .flatMap(each -> letIn.getOrDefault(place(each), Set.of()).stream())
          .collect(Collectors.toSet());
    }

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
