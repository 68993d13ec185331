package dev.liteio.e2e.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.e2e.site.Requests;
import dev.liteio.e2e.site.Site;
import io.grpc.Status.Code;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A volume that two nodes want, up to the hosts that the target lets in. */
@Timeout(180)
class SecondNodeIT {
  private static final String A = "node-a";
  private static final String B = "node-b";

  @TempDir Path folder;
  private Site site;
  private TargetView target;
  private String volume;

  @BeforeEach
  void start() throws Exception {
    site = new Site(folder, A, B);
    target = TargetView.of(site);
    volume = site.create("v", 4L << 20);
  }

  @AfterEach
  void stop() throws Exception {
    target.close();
    site.stop();
  }

  @Test
  void it_is_refused_with_the_name_of_the_first_and_let_in_after_that_one_left() throws Exception {
    String first = site.publish(0, volume, A).hostNqn();

    var refused = publishOnce(B);
    assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(refused.message()).contains(A);
    assertThat(target.hosts()).containsExactly(first);

    site.unpublish(1, volume, A);
    assertThat(target.hosts()).isEmpty();
    String second = site.publish(0, volume, B).hostNqn();
    assertThat(target.hosts()).containsExactly(second);
    assertThat(publishOnce(A).code()).isEqualTo(Code.FAILED_PRECONDITION);

    site.unpublish(0, volume, B);
    String again = site.publish(1, volume, A).hostNqn();
    assertThat(target.hosts()).containsExactly(again);
    assertThat(again).isNotIn(first, second);
  }

  @Test
  void its_unpublish_throws_nobody_out_but_itself() throws Exception {
    String first = site.publish(0, volume, A).hostNqn();
    site.unpublish(1, volume, B);
    assertThat(target.hosts()).containsExactly(first);
    site.unpublish(1, volume, "");
    assertThat(target.hosts()).isEmpty();
  }

  private Callers.Outcome<?> publishOnce(String node) throws Exception {
    return Callers.outcome(
        () -> site.replica(1).controllerPublishVolume(Requests.publish(volume, node).build()));
  }
}
