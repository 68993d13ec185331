package dev.liteio.target.host;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.target.tcp.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target that lets a host in and says nothing is not waited for longer than for a command. */
@Timeout(60)
class SilentTargetIT {

  @Test
  void aHostGivesUpOnATargetThatDoesNotAnswerIcReq() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort());
      assertThatThrownBy(() -> HostQueue.open(address, Digests.NONE, Duration.ofMillis(200)))
          .isInstanceOf(IOException.class)
          .hasMessage("the target did not answer ICReq within PT0.2S");
    }
  }
}
