package dev.liteio.spdk.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JnrUnixSocketIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final UnixSocketTransport transport = new JnrUnixSocketTransport();
  private Path path;
  private ServerSocketChannel server;
  private UnixSocket socket;
  private SocketChannel peer;
  private Wakeup wakeup;

  @BeforeEach
  void connect() throws Exception {
    path = directory.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    socket = transport.connect(path);
    peer = server.accept();
    wakeup = transport.openWakeup();
  }

  @AfterEach
  void close() throws Exception {
    socket.close();
    wakeup.close();
    peer.close();
    server.close();
  }

  @Test
  void bytes_go_from_and_to_the_position_of_the_buffer() throws Exception {
    ByteBuffer out = direct("..hello");
    out.position(2);
    assertThat(socket.write(out)).isEqualTo(5);
    assertThat(out.hasRemaining()).isFalse();
    ByteBuffer heard = ByteBuffer.allocate(5);
    while (heard.hasRemaining()) {
      peer.read(heard);
    }
    assertThat(heard.array()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    peer.write(ByteBuffer.wrap("world".getBytes(StandardCharsets.UTF_8)));
    assertThat(socket.await(false, wakeup, PATIENCE).readable()).isTrue();
    ByteBuffer in = direct("__________");
    in.position(3);
    assertThat(socket.read(in)).isEqualTo(5);
    assertThat(in.position()).isEqualTo(8);
    assertThat(StandardCharsets.UTF_8.decode(in.flip()).toString()).isEqualTo("___world");
  }

  @Test
  void nothing_to_read_is_not_the_end() throws Exception {
    assertThat(socket.read(direct("xxxx"))).isZero();
    peer.close();
    assertThat(socket.await(false, wakeup, PATIENCE).readable()).isTrue();
    assertThat(socket.read(direct("xxxx"))).isEqualTo(UnixSocket.END);
  }

  @Test
  void a_peer_that_takes_no_more_stops_the_writer_without_blocking_it() throws Exception {
    ByteBuffer chunk = ByteBuffer.allocateDirect(64 << 10);
    int count = 1;
    while (count > 0) {
      count = socket.write(chunk.clear());
    }
    assertThat(socket.await(true, wakeup, Duration.ZERO).writable()).isFalse();
    ByteBuffer drain = ByteBuffer.allocate(1 << 20);
    while (!socket.await(true, wakeup, Duration.ZERO).writable()) {
      peer.read(drain.clear());
    }
  }

  @Test
  void writing_to_a_peer_that_is_gone_is_told_by_name() throws Exception {
    peer.close();
    SocketFailure failure =
        catchThrowableOfType(SocketFailure.class, () -> socket.write(direct("x")));
    assertThat(failure.errno()).isIn(Errno.EPIPE, Errno.ECONNRESET);
    assertThat(failure).hasMessageContaining(path.toString());
  }

  @Test
  void connecting_tells_why_it_failed_by_name() throws Exception {
    server.close();
    assertThat(connectFailure(path).errno()).isEqualTo(Errno.ECONNREFUSED);
    assertThat(connectFailure(directory.resolve("missing")).errno()).isEqualTo(Errno.ENOENT);
    Path notASocket = Files.writeString(directory.resolve("file"), "x");
    assertThat(connectFailure(notASocket).errno()).isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void a_signal_is_kept_until_it_is_used_up() throws Exception {
    wakeup.signal();
    wakeup.signal();
    assertThat(socket.await(false, wakeup, PATIENCE).woken()).isTrue();
    assertThat(socket.await(false, wakeup, Duration.ZERO).woken()).isFalse();
    wakeup.signal();
    assertThat(wakeup.await(PATIENCE)).isTrue();
    assertThat(wakeup.await(Duration.ZERO)).isFalse();
  }

  @Test
  void what_is_closed_stays_closed() {
    wakeup.close();
    wakeup.signal();
    wakeup.close();
    socket.close();
    socket.close();
    assertThat(catchThrowableOfType(SocketFailure.class, () -> socket.read(direct("x"))).errno())
        .isEqualTo(Errno.EBADF);
  }

  private SocketFailure connectFailure(Path to) {
    return catchThrowableOfType(SocketFailure.class, () -> transport.connect(to));
  }

  private static ByteBuffer direct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
