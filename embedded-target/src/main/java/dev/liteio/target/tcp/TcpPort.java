package dev.liteio.target.tcp;

import dev.liteio.target.nvmf.CommandExecutor;
import dev.liteio.target.nvmf.ListenAddress;
import dev.liteio.target.nvmf.NvmfTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket; a thread for each connection that comes. */
final class TcpPort implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TcpPort.class);
  private static final int BACKLOG = 1024;

  /** Whoever has not connected a queue by then is in the way. */
  private static final long CONNECT_SECONDS = 30;

  private final NvmfTarget target;
  private final ListenAddress address;
  private final ServerSocketChannel server;
  private final ScheduledThreadPoolExecutor impatience =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("nvme-tcp-impatience").factory());
  // connections that have not become a controller's queue yet have nobody else to close them
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  private TcpPort(NvmfTarget target, ListenAddress address, ServerSocketChannel server) {
    this.target = target;
    this.address = address;
    this.server = server;
    impatience.setRemoveOnCancelPolicy(true);
  }

  static TcpPort open(NvmfTarget target, ListenAddress address) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(new InetSocketAddress(address.traddr(), address.port()), BACKLOG);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    TcpPort port = new TcpPort(target, address, server);
    Thread.ofPlatform().daemon().name("nvme-tcp-" + address).start(port::accept);
    return port;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        Thread.ofVirtual().name("nvme-queue").start(() -> serve(connection));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("action=accept address={} error=\"{}\"", address, e.toString());
      }
    }
  }

  private void serve(SocketChannel connection) {
    connections.add(connection);
    try (connection) {
      if (!server.isOpen()) {
        return; // it came as the port closed, which may not have seen it
      }
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      InetSocketAddress peer = (InetSocketAddress) connection.getRemoteAddress();
      TcpQueue queue =
          new TcpQueue(new PduChannel(connection), new CommandExecutor(target, address), peer);
      ScheduledFuture<?> limit =
          impatience.schedule(queue::closeUnlessConnected, CONNECT_SECONDS, TimeUnit.SECONDS);
      try {
        queue.run();
      } finally {
        limit.cancel(false);
      }
    } catch (IOException | RejectedExecutionException e) { // the latter: the port is closing
      LOG.debug("action=serve address={} error=\"{}\"", address, e.toString());
    } finally {
      connections.remove(connection);
    }
  }

  @Override
  public void close() {
    impatience.shutdownNow();
    closeQuietly(server);
    connections.forEach(TcpPort::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.debug("action=close error=\"{}\"", e.toString());
    }
  }
}
