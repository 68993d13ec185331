package dev.liteio.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port that leads to another one of this machine, with connections that break in two ways. */
final class Line implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  Line(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /**
   * Ends all connections as the kernel of a server that dies does: with a FIN and not a word of
   * TLS.
   */
  void cut() {
    connections.forEach(Connection::hangUp);
  }

  /** Nothing passes any more on the connections there are, and nobody is told. */
  void fallSilent() {
    connections.forEach(connection -> connection.silent = true);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        connections.add(
            new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target)));
      } catch (IOException e) {
        // closed, or nobody listens there: who connects finds out
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    connections.forEach(Connection::close);
  }

  private static final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
      Thread.ofPlatform().daemon().start(() -> copy(client, server));
      Thread.ofPlatform().daemon().start(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!silent) {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // closed, by either side
      } finally {
        if (!silent) {
          close();
        }
      }
    }

    private void hangUp() {
      try {
        // what the client says from now on is answered by nobody, as by a kernel that waits for its
        // FIN
        silent = true;
        client.shutdownOutput();
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void close() {
      try {
        client.close();
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
