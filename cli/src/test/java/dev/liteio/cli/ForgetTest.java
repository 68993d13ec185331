package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.StoragePool;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgetTest {

  @TempDir Path folder;
  private final InputStream keyboard = System.in;
  private CommandRig rig;

  @BeforeEach
  void aPoolWithAVolume() throws IOException {
    rig = new CommandRig(folder);
    for (HasMetadata each :
        new HasMetadata[] {
          Samples.pool("fast"), Samples.leg("pvc-1", "fast"), Samples.persistentVolume("pvc-1")
        }) {
      rig.client().resource(each).create();
      rig.client().resource(each).updateStatus();
    }
  }

  @AfterEach
  void stop() {
    System.setIn(keyboard);
    rig.close();
  }

  /** Its node, n1, is not there unless this was called. */
  private void aNode(String ready) {
    rig.client().resource(Samples.node("n1", ready)).create();
  }

  private int typing(String answer, String... words) {
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    return rig.run(words);
  }

  private boolean isLost() {
    return rig.client().resources(StoragePool.class).withName("fast").get().getSpec().lostOrFalse();
  }

  @Test
  void what_is_lost_is_shown_before_it_is() {
    assertThat(typing("fast\n", "forget", "pool", "fast")).as(rig.err.toString()).isZero();

    assertThat(rig.out.toString())
        .contains("pvc-1-1", "shop/data", "10GiB", "1 volume of 10GiB", "given up");
    assertThat(isLost()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "yes\n", "Fast\n"})
  void any_other_answer_than_its_name_changes_nothing(String answer) {
    assertThat(typing(answer, "forget", "pool", "fast")).isEqualTo(1);

    assertThat(rig.err.toString()).contains("nothing was changed");
    assertThat(isLost()).isFalse();
  }

  @Test
  void a_node_that_is_silent_may_be_given_up_without_a_question() {
    aNode("Unknown");

    assertThat(typing("", "forget", "pool", "fast", "--yes")).isZero();
    assertThat(isLost()).isTrue();
  }

  @Test
  void the_pool_of_a_node_that_is_ready_is_kept() {
    aNode("True");

    assertThat(typing("fast\n", "forget", "pool", "fast", "--yes")).isEqualTo(1);
    assertThat(rig.err.toString()).contains("n1", "Ready", "spec.cordoned", "nothing was changed");
    assertThat(isLost()).isFalse();
  }

  @Test
  void a_pool_that_is_not_there_is_named_with_the_likely_one() {
    assertThat(typing("", "forget", "pool", "fats")).isEqualTo(1);
    assertThat(rig.err.toString()).contains("there is no pool 'fats'; did you mean fast?");
  }
}
