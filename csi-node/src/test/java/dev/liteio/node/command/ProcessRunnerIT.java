package dev.liteio.node.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ProcessRunnerIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private final ProcessRunner runner = new ProcessRunner();
  @TempDir Path dir;

  @Test
  void exitCodeAndBothStreamsComeBack() {
    var result = runner.run(sh("echo out; echo err >&2; exit 3", LONG));
    assertThat(result).isEqualTo(new CommandResult(3, "out\n", "err\n"));
    assertThat(result.said()).isEqualTo("err");
  }

  @Test
  void argumentsAreNeverReadByAShell() {
    var result = runner.run(Command.of(LONG, "echo", "$(touch x); `id`", "a  b"));
    assertThat(result.out()).isEqualTo("$(touch x); `id` a  b\n");
  }

  @Test
  void moreThanAPipeHoldsOnBothStreamsStopsNobody() {
    var result =
        runner.run(
            sh("head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero; echo done >&2", LONG));
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).hasSize(1 << 20);
    assertThat(result.err()).hasSize(1 << 20);
  }

  @Test
  void aProgramThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    Path pid = dir.resolve("pid");
    var command =
        sh("echo begun; sleep 1000 & echo $! > %s; wait".formatted(pid), Duration.ofSeconds(3));
    assertThatThrownBy(() -> runner.run(command))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            e -> {
              assertThat(e.kind()).isEqualTo(CommandFailure.Kind.TIMED_OUT);
              assertThat(e.said()).contains("begun");
            });
    var child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (child.isPresent()) {
      child.get().onExit().join();
    }
    assertThat(child.filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aProgramThatIsNotThereIsToldApartFromOneThatFailed() {
    assertThatThrownBy(() -> runner.run(Command.of(LONG, "no-such-program-of-ours")))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            e -> assertThat(e.kind()).isEqualTo(CommandFailure.Kind.NOT_STARTED));
    assertThatThrownBy(() -> runner.demand(sh("echo why >&2; exit 7", LONG)))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            e -> {
              assertThat(e.kind()).isEqualTo(CommandFailure.Kind.EXITED);
              assertThat(e.exitCode()).isEqualTo(7);
              assertThat(e).hasMessageContaining("why");
            });
  }

  @Test
  void aLauncherBecomesTheProgramAndIsNotTold() {
    var command =
        new Command(
            List.of("sh", "-c", "echo $place >&2; exit 3"), LONG, List.of("env", "place=here"));
    assertThatThrownBy(() -> runner.demand(command))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("sh -c echo $place >&2; exit 3: exit 3 (expected: 0): here");
  }

  @Test
  void itsStandardInputIsAtItsEnd() {
    assertThat(runner.run(Command.of(LONG, "cat")).out()).isEmpty();
  }

  private static Command sh(String script, Duration limit) {
    return Command.of(limit, "sh", "-c", script);
  }
}
