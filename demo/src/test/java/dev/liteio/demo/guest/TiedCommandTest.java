package dev.liteio.demo.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TiedCommandTest {
  private static final int SIGKILLED = 128 + 9;

  @Test
  void it_is_killed_when_our_end_of_its_input_is_gone() throws Exception {
    Process tied = start("trap '' HUP INT TERM; while :; do sleep 1; done");

    tied.getOutputStream().close();

    assertThat(tied.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(tied.exitValue()).isEqualTo(SIGKILLED);
  }

  @Test
  void it_has_the_process_id_and_the_exit_code_of_the_command() throws Exception {
    Process tied = start("echo $$; exit 7");

    assertThat(new String(tied.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo("" + tied.pid());
    assertThat(tied.waitFor()).isEqualTo(7);
  }

  private static Process start(String script) throws IOException {
    return new ProcessBuilder(TiedCommand.of("test", List.of("/bin/sh", "-c", script))).start();
  }
}
