package dev.liteio.target.rpc.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** Bytes to and from a target, kept as they came. */
final class RawConnection implements AutoCloseable {

  private final SocketChannel channel;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean ended;

  RawConnection(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::readAll);
  }

  private void readAll() {
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    try {
      while (channel.read(buffer) >= 0) {
        synchronized (this) {
          received.write(buffer.array(), 0, buffer.position());
          notifyAll();
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // a reset is an end like any other
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  void send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void halfClose() throws IOException {
    channel.shutdownOutput();
  }

  /** Waits until what came is enough, the target closed, or the time is over. */
  synchronized String await(Predicate<String> enough, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String text = received.toString(StandardCharsets.UTF_8);
    while (!enough.test(text) && !ended) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
      text = received.toString(StandardCharsets.UTF_8);
    }
    return text;
  }

  /** Waits until the target closed. */
  synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
    await(text -> false, limit);
    return ended;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
