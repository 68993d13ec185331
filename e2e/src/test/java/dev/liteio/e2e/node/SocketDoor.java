package dev.liteio.e2e.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Makes a unix socket of this machine a port of its loopback, so that a guest can call it. */
final class SocketDoor implements AutoCloseable {

  private static final int BUFFER = 65536;

  private final ServerSocketChannel server;
  private final UnixDomainSocketAddress behind;

  private SocketDoor(ServerSocketChannel server, Path behind) {
    this.server = server;
    this.behind = UnixDomainSocketAddress.of(behind);
  }

  static SocketDoor to(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    SocketDoor door = new SocketDoor(server, socket);
    Thread.ofVirtual().name("door").start(door::serve);
    return door;
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel caller = server.accept();
        SocketChannel called = SocketChannel.open(behind);
        Thread.ofVirtual().start(() -> copy(caller, called));
        Thread.ofVirtual().start(() -> copy(called, caller));
      }
    } catch (IOException e) {
      // closed, or what is behind it is gone
    }
  }

  /** Until either side ends; then both do. */
  private static void copy(SocketChannel from, SocketChannel to) {
    try (from;
        to) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // the other direction ended
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
