package dev.liteio.rpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client's end of a CSI socket, as the sidecars have it: for the command line and for tests. */
public final class UnixSocketChannel implements AutoCloseable {
  private final EventLoopGroup loop = EventLoops.group("csi-client");
  private final ManagedChannel channel;

  /** Connects when the first call is made. */
  public UnixSocketChannel(Path socket) {
    channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            // what the kubelet and the sidecars send
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
  }

  /** What stubs are made of. */
  public ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    EventLoops.stop(loop);
  }
}
