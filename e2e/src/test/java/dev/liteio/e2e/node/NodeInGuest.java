package dev.liteio.e2e.node;

import csi.v1.NodeGrpc;
import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.demo.guest.GuestException;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node plugin that runs in a guest, and its CSI socket as seen from here. */
final class NodeInGuest implements AutoCloseable {
  static final String NODE = "guest";
  static final String REGISTRATION = "/run/registration";

  static final String SOCKET = "/run/csi/csi.sock";
  private static final Duration START = Duration.ofMinutes(5);
  private static final long CALL_SECONDS = 180;

  /** The kubelet repeats a call that met another one for its volume; so do we. */
  private static final Map<String, ?> REPEAT_WHAT_WAS_ABORTED =
      Map.of(
          "methodConfig",
          List.of(
              Map.of(
                  "name",
                  List.of(Map.of("service", NodeGrpc.SERVICE_NAME)),
                  "retryPolicy",
                  Map.of(
                      "maxAttempts",
                      5.0,
                      "initialBackoff",
                      "1s",
                      "maxBackoff",
                      "5s",
                      "backoffMultiplier",
                      2.0,
                      "retryableStatusCodes",
                      List.of("ABORTED")))));

  private final Guest guest;
  private final NodeProgram program;
  private final int apiPort;
  private final ManagedChannel channel;
  private GuestCommand process;

  private NodeInGuest(Guest guest, int apiPort) {
    this.guest = guest;
    this.apiPort = apiPort;
    this.program =
        NodeProgram.prepare(
            guest.config().folder().resolve("program"), "http://127.0.0.1:" + apiPort);
    this.process = launch();
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", guest.relay(SOCKET))
            .usePlaintext()
            .defaultServiceConfig(REPEAT_WHAT_WAS_ABORTED)
            .build();
  }

  /** Starts it against the API on that port of this machine. */
  static NodeInGuest start(Guest guest, int apiPort) {
    return new NodeInGuest(guest, apiPort);
  }

  private GuestCommand launch() {
    GuestCommand started =
        guest.start(
            """
            mkdir -p /run/csi %s
            %s %s %s http://%s:%d %s
            touch /run/csi/ended
            """
                .formatted(
                    REGISTRATION,
                    program.command(),
                    NODE,
                    SOCKET,
                    Guest.HOST,
                    apiPort,
                    REGISTRATION));
    guest.await("[ -S " + SOCKET + " -o -e /run/csi/ended ]", START);
    if (!started.isRunning()) {
      throw new GuestException("the node plugin ended: " + started.stdout() + started.stderr());
    }
    return started;
  }

  /** As a crash: SIGKILL, then a new process. */
  void restart() {
    process.kill();
    process.await(START);
    guest.sh("rm -f " + SOCKET);
    process = launch();
    channel.resetConnectBackoff();
  }

  NodeGrpc.NodeBlockingStub csi() {
    return NodeGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  /** What it wrote to its log so far. */
  String log() {
    return process.stdout() + process.stderr();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.kill();
  }
}
