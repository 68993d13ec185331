package dev.liteio.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.volume.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigTest {

  private static final AgentConfig GOOD =
      AgentConfig.of(new NodeName("n"), Path.of("/var/tmp/spdk.sock"), "10.0.0.1");

  @Test
  void theDefaultPortIsThatOfNvmeOverTcp() {
    assertThat(GOOD.endpoints()).containsExactly(new Endpoint(Transport.TCP, "10.0.0.1", 4420));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "fd00::1", "::1"})
  void numericAddressesAreTaken(String address) {
    assertThat(GOOD.listeningAt(List.of(new Endpoint(Transport.TCP, address, 1))).endpoints())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"storage-1.example, no IP address", "0.0.0.0, cannot connect", "::, cannot connect"})
  void anAddressThatHostsCannotUseIsRefusedWithWhatToSay(String address, String words) {
    assertThatThrownBy(() -> GOOD.listeningAt(List.of(new Endpoint(Transport.TCP, address, 4420))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(address)
        .hasMessageContaining(words)
        .hasMessageContaining("expected");
  }

  @Test
  void valuesThatMakeNoSenseAreRefusedWithWhatToSay() {
    assertThatThrownBy(() -> GOOD.listeningAt(List.of())).hasMessageContaining("10.0.0.1:4420");
    assertThatThrownBy(
            () -> GOOD.listeningAt(List.of(new Endpoint(Transport.TCP, "10.0.0.1", 70_000))))
        .hasMessageContaining("1 to 65535");
    assertThatThrownBy(() -> GOOD.paced(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("resync");
    assertThatThrownBy(() -> GOOD.keepingIn(Path.of("relative"))).hasMessageContaining("absolute");
    assertThatThrownBy(() -> AgentConfig.of(new NodeName("n"), Path.of("spdk.sock"), "10.0.0.1"))
        .hasMessageContaining("/var/tmp/spdk.sock");
  }
}
