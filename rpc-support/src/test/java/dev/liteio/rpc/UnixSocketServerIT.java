package dev.liteio.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGetInfoResponse;
import csi.v1.NodeGrpc;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.NodeStageVolumeResponse;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.Unavailable;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** The edge as a whole, with a service that does what a test tells it. */
@Timeout(300)
class UnixSocketServerIT {
  @TempDir Path dir;
  private Path socket;
  private final AtomicReference<Function<NodeStageVolumeRequest, NodeStageVolumeResponse>> stage =
      new AtomicReference<>(request -> NodeStageVolumeResponse.getDefaultInstance());
  private UnixSocketServer server;
  private UnixSocketChannel client;

  private final class Scripted extends NodeGrpc.NodeImplBase {
    @Override
    public void nodeStageVolume(
        NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> observer) {
      Answers.with(observer, stage.get().apply(request));
    }

    @Override
    public void nodeGetInfo(
        NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> observer) {
      var trailers = new Metadata();
      trailers.put(
          Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
          new byte[] {1});
      observer.onError(Status.UNKNOWN.asRuntimeException(trailers));
    }
  }

  @BeforeEach
  void serve() throws IOException {
    socket = dir.resolve("csi.sock");
    server = UnixSocketServer.start(socket, Duration.ofSeconds(60), List.of(new Scripted()));
    client = new UnixSocketChannel(socket);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private NodeGrpc.NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(client.channel());
  }

  private StatusRuntimeException failing(
      Function<NodeStageVolumeRequest, NodeStageVolumeResponse> handler) {
    stage.set(handler);
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () -> node().nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance()));
  }

  @Test
  void aFailureCarriesItsCodeAndMessageAndNoDetails() {
    var failure =
        failing(request -> {
          throw new FailedPrecondition("pvc-1: in use on node-b");
        });
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).isEqualTo("pvc-1: in use on node-b");
    assertThat(failure.getTrailers().keys()).doesNotContain("grpc-status-details-bin");
  }

  @Test
  void whatAHandlerDoesNotCatchIsUnavailableAndNotFinal() {
    var failure =
        failing(request -> {
          throw new IllegalStateException("lost track");
        });
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(failure.getStatus().getDescription()).contains("lost track");
  }

  @Test
  void anExplicitUnknownAndItsDetailsDoNotGetOut() {
    assertThatThrownBy(() -> node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
              assertThat(e.getTrailers().keys()).doesNotContain("grpc-status-details-bin");
            });
  }

  @Test
  void whatIsNotServedIsUnimplemented() {
    assertThatThrownBy(() ->
            node().nodeGetCapabilities(csi.v1.NodeGetCapabilitiesRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.UNIMPLEMENTED));
  }

  @Test
  void aHandlerRunsOnAVirtualThreadAndKnowsItsCallAndItsDeadline() {
    var seen = new CompletableFuture<List<Object>>();
    stage.set(request -> {
      seen.complete(
          List.of(
              Thread.currentThread().isVirtual(),
              String.valueOf(MDC.get(LogKeys.RPC)),
              String.valueOf(MDC.get(LogKeys.VOLUME)),
              TimeLimit.ofCall(Duration.ofMinutes(2)).remaining().compareTo(Duration.ofSeconds(60))
                  <= 0));
      return NodeStageVolumeResponse.getDefaultInstance();
    });
    var _ =
        node()
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .nodeStageVolume(NodeStageVolumeRequest.newBuilder().setVolumeId("pvc-9").build());
    assertThat(seen.join()).containsExactly(true, "NodeStageVolume", "pvc-9", true);
  }

  @Test
  void aHandlerWhoseDeadlinePassedAnswersDeadlineExceeded() throws Exception {
    // connected before the clock runs: the handler has to be reached in time
    var _ = node().nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance());
    var answered = new CompletableFuture<String>();
    stage.set(request -> {
      var limit = TimeLimit.ofCall(Duration.ofMinutes(2));
      while (!limit.expired()) {
        Thread.onSpinWait();
      }
      answered.complete("gave up");
      throw new Unavailable("target not reachable");
    });
    try (var lines = new LogLines(RequestLog.class)) {
      assertThatThrownBy(() ->
              node()
                  .withDeadlineAfter(1500, TimeUnit.MILLISECONDS)
                  .nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED));
      assertThat(answered.get(30, TimeUnit.SECONDS)).isEqualTo("gave up");
      client.close();
      server.close();
      assertThat(lines.lines()).anyMatch(line -> line.contains("code=DEADLINE_EXCEEDED"));
    }
  }

  @Test
  void theLogHasTheCallAndItsOutcomeAndNoSecret() {
    try (var lines = new LogLines(RequestLog.class)) {
      var _ =
          node()
              .nodeStageVolume(
                  NodeStageVolumeRequest.newBuilder()
                      .setVolumeId("pvc-7")
                      .putSecrets("psk", "topsecret")
                      .build());
      client.close();
      server.close();
      assertThat(lines.lines())
          .anyMatch(l -> l.contains("rpc=NodeStageVolume") && l.contains("volume_id=pvc-7"))
          .anyMatch(l -> l.contains("rpc=NodeStageVolume") && l.contains("code=OK"))
          .noneMatch(l -> l.contains("topsecret"));
    }
  }

  @Test
  void closingLetsTheCallsUnderWayEndAndTakesNoNewOnes() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    stage.set(request -> {
      inside.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return NodeStageVolumeResponse.getDefaultInstance();
    });
    var answer =
        CompletableFuture.supplyAsync(
            () -> node().nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance()));
    inside.await();
    var closing = CompletableFuture.runAsync(server::close);
    assertThat(closing).isNotDone();
    go.countDown();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isNotNull();
    closing.get(60, TimeUnit.SECONDS);
    assertThat(socket).doesNotExist();
  }

  @Test
  void aCallThatNeverEndsIsCutWhenTheGraceIsOver() throws Exception {
    var other = dir.resolve("other.sock");
    var stuck = new CountDownLatch(1);
    stage.set(request -> {
      try {
        stuck.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return NodeStageVolumeResponse.getDefaultInstance();
    });
    var second = UnixSocketServer.start(other, Duration.ZERO, List.of(new Scripted()));
    try (var channel = new UnixSocketChannel(other)) {
      var call =
          NodeGrpc.newFutureStub(channel.channel())
              .nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance());
      second.close();
      assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS)).isNotNull();
    } finally {
      stuck.countDown();
    }
  }

  @Test
  void aSocketThatADeadProcessLeftIsReplaced() throws Exception {
    Path stale = dir.resolve("stale.sock");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(stale));
    }
    assertThat(stale).exists();
    try (var _ = UnixSocketServer.start(stale, List.of(new Scripted()));
        var channel = new UnixSocketChannel(stale)) {
      assertThat(
              NodeGrpc.newBlockingStub(channel.channel())
                  .nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance()))
          .isNotNull();
    }
  }

  @Test
  void aSocketThatIsServedIsNotTakenAway() {
    assertThatThrownBy(() -> UnixSocketServer.start(socket, List.of(new Scripted())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another process serves");
    assertThat(node().nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance())).isNotNull();
  }

  @Test
  void aFileThatIsNoSocketIsNotTouched() throws Exception {
    Path file = Files.writeString(dir.resolve("precious"), "data");
    assertThatThrownBy(() -> UnixSocketServer.start(file, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no socket");
    assertThat(file).hasContent("data");
  }

  @Test
  void aPathThatIsTooLongIsNamedWithTheLimit() {
    Path path = dir.resolve("x".repeat(120));
    assertThatThrownBy(() -> UnixSocketServer.start(path, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("107");
  }
}
