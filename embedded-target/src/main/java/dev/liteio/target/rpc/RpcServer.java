package dev.liteio.target.rpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unix socket on which JSON-RPC is spoken. */
public final class RpcServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
  private static final int SERVED = 64;
  private static final long MOST_FOR_ANSWERS_MILLIS = 1000;

  private final Path socket;
  private final Dispatcher dispatcher;
  private final ServerSocketChannel server;
  private final Semaphore places = new Semaphore(SERVED);
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  private RpcServer(Path socket, Dispatcher dispatcher, ServerSocketChannel server) {
    this.socket = socket;
    this.dispatcher = dispatcher;
    this.server = server;
  }

  /** Listens; a socket that a dead process left behind is taken over, a live one is not. */
  public static RpcServer open(Path socket, MethodTable methods) throws IOException {
    if (Files.exists(socket)) {
      if (answers(socket)) {
        throw new IOException("%s: another process listens there".formatted(socket));
      }
      Files.delete(socket);
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      server.close();
      throw new IOException("%s: cannot listen: %s".formatted(socket, e.getMessage()), e);
    }
    RpcServer rpc = new RpcServer(socket, new Dispatcher(methods), server);
    Thread.ofPlatform().daemon().name("rpc-accept").start(rpc::accept);
    return rpc;
  }

  private static boolean answers(Path socket) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        places.acquire();
        SocketChannel connection = server.accept();
        connections.add(connection);
        Thread.ofVirtual().name("rpc-connection").start(() -> serve(connection));
      } catch (ClosedChannelException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException e) {
        LOG.warn("action=accept socket={} error=\"{}\"", socket, e.toString());
        places.release();
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      new RpcConnection(connection, dispatcher).run();
    } catch (IOException e) {
      LOG.debug("action=serve socket={} error=\"{}\"", socket, e.toString());
    } finally {
      connections.remove(connection);
      places.release();
    }
  }

  /** Nothing is read any more; answers that are owed leave, such as the one to the order to end. */
  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel connection : connections) {
      readNoMore(connection);
    }
    awaitAnswers();
    for (SocketChannel connection : connections) {
      connection.close();
    }
    Files.deleteIfExists(socket);
  }

  private static void readNoMore(SocketChannel connection) throws IOException {
    try {
      connection.shutdownInput();
    } catch (ClosedChannelException alreadyGone) {
      LOG.debug("action=close error=\"{}\"", alreadyGone.toString());
    }
  }

  private void awaitAnswers() {
    try {
      // one place is the accepting thread's own
      var _ = places.tryAcquire(SERVED - 1, MOST_FOR_ANSWERS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
