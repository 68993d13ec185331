package dev.liteio.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * gRPC on a unix socket: each call on a virtual thread of its own, failures mapped, requests logged
 * without secrets.
 */
public final class UnixSocketServer implements AutoCloseable {
  /** How long calls that are under way may take to end when the server is closed. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(UnixSocketServer.class);

  private final Path socket;
  private final Duration grace;
  private final SocketFile file;
  private final EventLoopGroup acceptor = EventLoops.group("csi-accept");
  private final EventLoopGroup workers = EventLoops.group("csi-io");
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("csi-call-", 0).factory());
  private final Server server;

  private UnixSocketServer(Path socket, Duration grace, List<? extends BindableService> services) {
    this.socket = socket;
    this.grace = grace;
    this.file = new SocketFile(socket);
    var builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(acceptor)
            .workerEventLoopGroup(workers)
            .executor(handlers)
            // the last one added is the first one called: the log sees the mapped status
            .intercept(new MapLimit())
            .intercept(new FailureInterceptor())
            .intercept(new RequestLog());
    services.forEach(builder::addService);
    this.server = builder.build();
  }

  /**
   * Serves on {@code socket} from now on.
   *
   * @throws IOException when the path cannot be had: too long, no socket, served by another process
   */
  public static UnixSocketServer start(Path socket, List<? extends BindableService> services)
      throws IOException {
    return start(socket, GRACE, services);
  }

  /** The same, with another grace at the end. */
  public static UnixSocketServer start(
      Path socket, Duration grace, List<? extends BindableService> services) throws IOException {
    var server = new UnixSocketServer(socket, grace, services);
    try {
      server.file.prepare();
      server.server.start();
      server.file.bound();
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    log.info("socket={} serving", socket);
    return server;
  }

  /** Where it serves. */
  public Path socket() {
    return socket;
  }

  /** Takes no new calls, lets those under way end within the grace, then cuts them. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("socket={} graceMillis={} calls cut", socket, grace.toMillis());
        server.shutdownNow();
        server.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    handlers.shutdown();
    EventLoops.stop(acceptor);
    EventLoops.stop(workers);
    try {
      file.remove();
    } catch (IOException e) {
      log.warn("socket={} not removed", socket, e);
    }
  }
}
