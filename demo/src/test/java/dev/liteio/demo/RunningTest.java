package dev.liteio.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningTest {

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Running running = new Running(new PrintStream(told, true, StandardCharsets.UTF_8));
  private final List<String> ended = new ArrayList<>();

  private AutoCloseable part(String name) {
    return () -> ended.add(name);
  }

  @Test
  void the_last_that_started_ends_first_and_each_ends_once() {
    running.keep(part("control plane"));
    running.keep(part("node"));

    running.close();
    running.close();

    assertThat(ended).containsExactly("node", "control plane");
  }

  @Test
  void what_starts_after_the_end_is_ended_at_once() {
    running.close();

    assertThatThrownBy(() -> running.keep(part("late"))).isInstanceOf(IllegalStateException.class);

    assertThat(ended).containsExactly("late");
  }

  @Test
  void one_that_does_not_end_is_told_and_holds_up_nothing() {
    running.keep(part("control plane"));
    running.keep(() -> {
      throw new IOException("stuck");
    });

    running.close();

    assertThat(ended).containsExactly("control plane");
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("stuck");
  }
}
