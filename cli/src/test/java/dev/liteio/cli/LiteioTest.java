package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LiteioTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = Liteio.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "controller", "node", "agent", "target", "get", "forget"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: liteio " + command);
  }

  @Test
  void aMisspeltOptionIsRefusedWithTheRightOne() {
    assertThat(run("demo", "--kep")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--kep'").contains("--keep");
  }

  @Test
  void twoHostsOfOneStoryAreRefused() {
    assertThat(run("demo", "--vm", "--cluster")).isEqualTo(2);
    assertThat(err.toString()).contains("--vm, --cluster are mutually exclusive");
  }

  @Test
  void aMisspeltCommandIsRefusedWithTheRightOne() {
    assertThat(run("dmo")).isEqualTo(2);
    assertThat(err.toString()).contains("demo");
  }

  @Test
  void a_plugin_of_kubectl_is_called_so_in_its_help() {
    System.setProperty(Liteio.CALLED, "kubectl liteio");
    try {
      assertThat(run("get", "--help")).isZero();
    } finally {
      System.clearProperty(Liteio.CALLED);
    }
    assertThat(out.toString()).contains("Usage: kubectl liteio get ");
  }

  @Test
  void theCsiSocketComesFromTheOptionOrTheEnvironment() {
    CsiEndpoint endpoint = new CsiEndpoint();
    assertThat(endpoint.resolve(Map.of("CSI_ENDPOINT", "unix:///run/csi.sock")))
        .isEqualTo(Path.of("/run/csi.sock"));
    assertThatThrownBy(() -> endpoint.resolve(Map.of("CSI_ENDPOINT", "tcp://x")))
        .hasMessageContaining("--csi-socket PATH")
        .hasMessageContaining("tcp://x");
  }
}
