package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What shells and kubectl are told of the command's words. */
class CompletionTest {

  /** Completes as bash does when TAB is pressed behind the words; prints a word a line. */
  private static final String PRESS_TAB =
      """
      source "$1" && shift
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
      # what only a key press may call
      compopt() { :; }
      $(complete -p liteio | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir Path folder;

  private static String run(String... words) {
    StringWriter out = new StringWriter();
    CommandLine command = Liteio.commandLine().setOut(new PrintWriter(out));
    assertThat(command.execute(words)).isZero();
    return out.toString();
  }

  private static String bash(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("bash", "--norc", "--noprofile"));
    argv.addAll(List.of(arguments));
    Process bash = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said;
  }

  private Path script(String shell) throws IOException {
    return Files.writeString(folder.resolve("completion"), run("completion", shell));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void the_script_is_one_for_a_shell(String shell) throws IOException, InterruptedException {
    assertThat(bash("-n", script(shell).toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "liteio ex, explain",
    "liteio explain p, pvc",
    "liteio get att, attachments",
    "liteio doctor --on, --only",
    "liteio doctor --only ma, machine",
    "liteio get pools -o w, wide"
  })
  void a_tab_completes_in_bash(String typed, String expected)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-c", PRESS_TAB, "bash", script("bash").toString()));
    arguments.addAll(List.of(typed.split(" ", -1)));

    assertThat(bash(arguments.toArray(String[]::new)).lines().map(String::strip))
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ex, explain",
    "explain p, pvc",
    "get att, attachments",
    "doctor --on, --only",
    "doctor --only clu, cluster",
    "completion b, bash"
  })
  void kubectl_is_told_what_its_plugin_completes_to(String typed, String expected) {
    List<String> words = new ArrayList<>(List.of("complete", "--"));
    words.addAll(List.of(typed.split(" ", -1)));

    assertThat(run(words.toArray(String[]::new)).lines()).contains(expected).endsWith(":4");
  }

  @Test
  void kubectl_is_offered_every_command_of_people_behind_the_first_blank() {
    assertThat(run("complete", "--", "").lines())
        .contains("get", "explain", "doctor", ":4")
        .doesNotContain("complete");
  }
}
