package dev.liteio.target.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.target.nvmf.ListenAddress;
import dev.liteio.target.nvmf.NvmfTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever is let in by a port has an answer or an end. */
@Timeout(300)
class TcpPortIT {

  private static final int ROUNDS = 500;
  private static final int PATIENCE_MILLIS = 20_000;

  @Test
  void aConnectionThatComesAsThePortClosesIsClosedToo() throws Exception {
    try (NvmfTarget target = new NvmfTarget()) {
      for (int round = 0; round < ROUNDS; round++) {
        int port = freePort();
        TcpPort open =
            TcpPort.open(target, new ListenAddress("IPv4", "127.0.0.1", Integer.toString(port)));
        CountDownLatch together = new CountDownLatch(2);
        Thread closer =
            Thread.ofPlatform()
                .start(() -> {
                  meet(together);
                  open.close();
                });
        meet(together);
        assertThat(read(port)).as("round %d", round).isEqualTo(-1);
        closer.join();
      }
    }
  }

  private static void meet(CountDownLatch together) {
    together.countDown();
    while (together.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  /** The end of the connection; it fails when there is none. */
  private static int read(int port) throws IOException {
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      peer.setSoTimeout(PATIENCE_MILLIS);
      // to one whose peer is gone the kernel tells that only when it says something
      peer.getOutputStream().write(0);
      return peer.getInputStream().read();
    } catch (SocketException e) {
      return -1; // refused or reset
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
