package dev.liteio.agent.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetProcessTest {

  private static final ProcessTable TABLE = new ProcessTable(Path.of("/proc"));
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir Path folder;

  @Test
  void aProcessThatOwnsTheSocketIsVerified() throws IOException {
    Path socket = folder.resolve("t.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      TargetProcess process = TargetProcess.identify(TABLE, SELF, socket);

      assertThat(process.verified()).isTrue();
      assertThat(process.isProvenGone(TABLE)).isFalse();
    }
  }

  @Test
  void aPidOfAnotherNamespaceProvesNothing() throws IOException {
    TargetProcess process = TargetProcess.identify(TABLE, SELF, folder.resolve("other.sock"));

    assertThat(process.verified()).isFalse();
    assertThat(process.isProvenGone(TABLE)).isFalse();
    assertThat(new TargetProcess(999_999_999L, 0, TABLE.bootId(), "s").isProvenGone(TABLE))
        .isFalse();
  }

  @Test
  void aProcessIsGoneWhenItEndedOrItsPidIsAnothersOrTheMachineWasBooted() {
    long start = TABLE.startOf(SELF).orElseThrow();
    String boot = TABLE.bootId();

    assertThat(new TargetProcess(SELF, start, boot, "s").isProvenGone(TABLE)).isFalse();
    assertThat(new TargetProcess(SELF, start + 1, boot, "s").isProvenGone(TABLE)).isTrue();
    assertThat(new TargetProcess(999_999_999L, start, boot, "s").isProvenGone(TABLE)).isTrue();
    assertThat(new TargetProcess(SELF, start, "another boot", "s").isProvenGone(TABLE)).isTrue();
  }

  @Test
  void anotherProcessIsAnotherIncarnation() {
    assertThat(new TargetProcess(1, 2, "0123456789", "s").incarnation()).isEqualTo("1-2-01234567");
  }
}
