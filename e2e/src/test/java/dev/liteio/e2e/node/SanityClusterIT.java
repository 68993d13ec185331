package dev.liteio.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.ClusterTools;
import dev.liteio.demo.guest.CommandResult;
import dev.liteio.demo.guest.Guest;
import dev.liteio.e2e.guest.InGuest;
import dev.liteio.e2e.site.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * csi-sanity in a guest, against the node plugin there and a controller here. What it skips are
 * cases for capabilities that we do not advertise; {@link #UNOFFERED} names them all.
 */
@InGuest(memoryMiB = 2048)
class SanityClusterIT {

  private static final Duration RUN = Duration.ofMinutes(25);
  private static final Pattern COUNTS =
      Pattern.compile("(\\d+) Passed.*?(\\d+) Failed.*?(\\d+) Pending.*?(\\d+) Skipped");

  /** A reason; not the place or the time, which the report marks in the same way. */
  private static final Pattern SKIPPED = Pattern.compile("\\[SKIPPED\\] (?!in \\[|\\[)(.*)");

  private static final List<String> UNOFFERED =
      List.of(
          "Snapshot", "Group", "Modify", "Clon", "readonly", "max_volumes_per_node", "attachlimit");

  @TempDir static Path folder;
  private static Site site;
  private static NodeInGuest node;
  private static SocketDoor door;

  @BeforeAll
  static void start(Guest guest) throws Exception {
    site = new Site(folder, NodeInGuest.NODE);
    door = SocketDoor.to(site.csiSocket(0));
    node = NodeInGuest.start(guest, site.apiPort());
    guest.forward(site.targetPort());
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
    door.close();
    site.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mount", "block"})
  void every_case_for_what_we_offer_passes(String accessType, Guest guest) throws Exception {
    // a volume of that kind first: the pool must be there before anybody counts volumes
    site.delete(site.create("first-" + accessType, 4L << 20));
    CommandResult result =
        guest.attempt(
            String.join(
                " ",
                ClusterTools.locate(System.getenv()).program("csi-sanity"),
                "--csi.endpoint=unix://" + NodeInGuest.SOCKET,
                "--csi.controllerendpoint=dns:///" + Guest.HOST + ":" + door.port(),
                "--csi.mountdir=/run/sanity-mount",
                "--csi.stagingdir=/run/sanity-staging",
                "--csi.testvolumesize=" + (32L << 20),
                "--csi.testvolumeexpandsize=" + (64L << 20),
                "--csi.testvolumeaccesstype=" + accessType,
                "--ginkgo.v",
                "--ginkgo.no-color"),
            RUN);

    Matcher counts = COUNTS.matcher(result.stdout());
    assertThat(counts.find()).as(result.toString()).isTrue();
    System.out.printf("csi-sanity %s: %s%n", accessType, counts.group());
    assertThat(counts.group(2)).as(result.stdout()).isEqualTo("0");
    assertThat(result.ok()).as(result.toString()).isTrue();
    assertThat(Integer.parseInt(counts.group(1))).isGreaterThan(50);
    assertThat(SKIPPED.matcher(result.stdout()).results().map(skip -> skip.group(1)).distinct())
        .allMatch(why -> UNOFFERED.stream().anyMatch(why::contains), "skips what is not offered");
  }
}
