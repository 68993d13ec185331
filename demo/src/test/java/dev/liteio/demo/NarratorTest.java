package dev.liteio.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NarratorTest {

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Narrator narrator =
      new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8));

  private String told() {
    return told.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d", "N");
  }

  @Test
  void a_stage_is_told_when_it_begins_and_its_seconds_when_it_ends() throws Exception {
    narrator.act("work", () -> assertThat(told()).isEqualTo("  work ..."));

    assertThat(told()).isEqualTo("  work ... N s\n");
    assertThat(narrator.stages()).extracting(Stage::name).containsExactly("work");
  }

  @Test
  void what_is_told_within_a_stage_has_a_line_of_its_own() throws Exception {
    narrator.act("work", () -> narrator.tell("half done"));

    assertThat(told()).isEqualTo("  work ...\n      half done\n");
  }

  @Test
  void the_time_of_a_stage_that_fails_is_kept() {
    assertThatThrownBy(() ->
            narrator.act(
                "work",
                () -> {
                  throw new IOException("broken");
                }))
        .hasMessage("broken");

    assertThat(narrator.stages()).extracting(Stage::name).containsExactly("work");
  }

  @Test
  void a_command_is_shown_above_what_it_says() {
    narrator.show("$ kubectl get pools", "NAME   NODE\na      node-a  \n\n");

    assertThat(told())
        .isEqualTo(
            """
                  $ kubectl get pools
                    NAME   NODE
                    a      node-a
            """);
  }
}
