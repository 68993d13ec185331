package dev.liteio.rpc;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** Netty's threads: one is enough for a socket that a handful of sidecars call. */
final class EventLoops {
  private EventLoops() {}

  static EventLoopGroup group(String name) {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  static void stop(EventLoopGroup group) {
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
