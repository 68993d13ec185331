package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.AgentConfig;
import dev.liteio.controller.ControllerConfig;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.node.NodeConfig;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import dev.liteio.volume.NodeName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What an administrator may write wrongly: refused with what was seen and what was expected. */
class ConfigurationTest {

  private static final List<String> WORDS =
      List.of(
          "demo",
          "controller",
          "node",
          "agent",
          "target",
          "explain",
          "pvc",
          "--node",
          "--address",
          "--port",
          "--rpc-socket",
          "--csi-socket",
          "--state",
          "--health-port",
          "--mebibytes",
          "--kep",
          "--output",
          "-n",
          "-x",
          "--",
          "=",
          "",
          "1.2.3.4",
          "4420",
          "-1",
          "99999999999",
          "@nothere",
          "/tmp/x",
          "ü",
          "\0");

  private final StringWriter err = new StringWriter();

  private int run(String line) {
    CommandLine command = Liteio.commandLine();
    command.setErr(new PrintWriter(err));
    return command.execute(line.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent --node BAD_NAME --address 1.2.3.4",
        "agent --node n --address not-an-ip",
        "agent --node n --address 1.2.3.4 --port 99999",
        "agent --node n --address 1.2.3.4 --port x",
        "agent --node n",
        "node --node n",
        "node --node n --csi-socket relative.sock",
        "node --node n --csi-socket /tmp/x --health-port 70000",
        "controller",
        "controller --csi-socket /tmp/x --unknown",
        "demo --mebibytes 0",
        "demo --mebibytes 100000",
        "demo --cluster --mebibytes 256",
        "demo --vm --cluster",
        "explain pvc",
        "target --rpc-soket /tmp/x",
      })
  void wrongUsageEndsWithTwoAndNothingIsStarted(String line) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @Randomised
  void anyWordsAreUnderstoodOrRefused() {
    Cases.asMany(2000)
        .run(random -> {
          List<String> words = new ArrayList<>();
          for (int n = random.nextInt(8); n >= 0; n--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
          }
          try {
            Liteio.commandLine().parseArgs(words.toArray(String[]::new));
          } catch (ParameterException refused) {
            assertThat(refused.getMessage()).isNotBlank();
          }
        });
  }

  @Randomised
  void anyValuesMakeAConfigurationOrAreRefused() {
    Cases.usual()
        .run(random -> {
          try {
            configure(random);
          } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
          }
        });
  }

  private static void configure(Random random) {
    String text = text(random);
    Path path = path(random);
    int number = random.nextInt() >> random.nextInt(32);
    switch (random.nextInt(4)) {
      case 0 -> {
        AgentConfig config =
            AgentConfig.of(new NodeName(text), path, text)
                .listeningAt(List.of(new Endpoint(Transport.TCP, text(random), number)))
                .keepingIn(path);
        assertThat(config.endpoints()).hasSize(1);
      }
      case 1 -> {
        NodeConfig config = NodeConfig.of(text, path).remembering(path(random)).healthyOn(number);
        assertThat(config.healthPort().getAsInt()).isBetween(0, 65535);
      }
      case 2 -> assertThat(ControllerConfig.of(path).csiSocket()).isEqualTo(path);
      default -> {
        Path socket = new CsiEndpoint().resolve(Map.of("CSI_ENDPOINT", "unix://" + text));
        assertThat(socket).isAbsolute();
      }
    }
  }

  private static Path path(Random random) {
    try {
      return Path.of("/" + text(random));
    } catch (InvalidPathException e) {
      return Path.of("relative");
    }
  }

  private static String text(Random random) {
    String[] usual = {"n", "10.0.0.1", "::1", "node-1.example", "/run/x.sock", ""};
    if (random.nextBoolean()) {
      return usual[random.nextInt(usual.length)];
    }
    return random
        .ints(random.nextInt(130), 0, 0x2ff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
