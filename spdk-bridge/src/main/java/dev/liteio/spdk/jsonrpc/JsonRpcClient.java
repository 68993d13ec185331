package dev.liteio.spdk.jsonrpc;

import dev.liteio.spdk.socket.JnrUnixSocketTransport;
import dev.liteio.spdk.socket.SocketFailure;
import dev.liteio.spdk.socket.UnixSocketTransport;
import dev.liteio.spdk.socket.Wakeup;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client of one target. It keeps one connection, comes back after a loss, and tells its
 * listeners. Without a connection a call fails at once, unsent: what was decided for one process
 * must not reach the next. Nothing here blocks a caller but {@link #awaitConnected} and {@link
 * #close}.
 */
public final class JsonRpcClient implements JsonRpcCaller, AutoCloseable {

  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final ConnectionWatch watch = new ConnectionWatch();
  private final CallScope scope;
  private final Inbox inbox;
  private final Wakeup wakeup;
  private final ConnectionLoop loop;
  private final Thread thread;

  private JsonRpcClient(JsonRpcConfig config, UnixSocketTransport transport, Wakeup wakeup) {
    this.scope = new CallScope(config.deadline(), null);
    this.inbox = new Inbox(config.outgoingLimit());
    this.wakeup = wakeup;
    this.loop = new ConnectionLoop(config, transport, wakeup, inbox, watch, late);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("spdk-rpc " + config.socket().getFileName())
            .unstarted(loop);
  }

  /** Starts a client; it begins to connect at once. */
  public static JsonRpcClient start(JsonRpcConfig config) {
    return start(config, new JnrUnixSocketTransport());
  }

  /** Starts a client over sockets of another kind. */
  public static JsonRpcClient start(JsonRpcConfig config, UnixSocketTransport transport) {
    try {
      JsonRpcClient client = new JsonRpcClient(config, transport, transport.openWakeup());
      client.thread.start();
      return client;
    } catch (SocketFailure failure) {
      throw new JsonRpcException.Transport(
          "connection", "the client cannot start: " + Shown.message(failure), false);
    }
  }

  @Override
  public <T> Exchange<T> start(JsonRpcCall<T> call) {
    return start(call, scope);
  }

  <T> Exchange<T> start(JsonRpcCall<T> call, CallScope callScope) {
    try {
      long id = ids.incrementAndGet();
      PendingCall<T> pending =
          new PendingCall<>(id, call, RequestWriter.write(id, call), callScope);
      return offer(pending);
    } catch (JsonRpcException refused) {
      return failed(refused);
    }
  }

  private <T> Exchange<T> offer(PendingCall<T> call) {
    switch (inbox.offer(call)) {
      case FIRST -> wakeup.signal();
      case JOINED -> {
        // the signal for the first is on its way
      }
      case FULL ->
          throw unsent(call, "%d bytes wait to be sent already".formatted(inbox.waitingBytes()));
      case CLOSED -> throw unsent(call, "the client is closed");
    }
    return call.exchange();
  }

  @Override
  public JsonRpcCaller within(Duration deadline) {
    return new ScopedCaller(this, scope.within(deadline));
  }

  @Override
  public JsonRpcCaller onGeneration(long generation) {
    return new ScopedCaller(this, scope.onGeneration(generation));
  }

  /** Tells this listener from now on; of a connection that is there, at once. */
  public void addListener(ConnectionListener listener) {
    watch.add(listener);
  }

  /** Tells this listener no more. */
  public void removeListener(ConnectionListener listener) {
    watch.remove(listener);
  }

  /** The generation of the connection; empty while there is none. */
  public OptionalLong generation() {
    return watch.generation();
  }

  /** The generation of the connection, as soon as there is one. */
  public CompletableFuture<Long> connected() {
    return watch.connected();
  }

  /**
   * Waits for a connection and answers its generation.
   *
   * @throws JsonRpcException.Transport when there is none in time, with the last failure
   */
  public long awaitConnected(Duration patience) {
    CompletableFuture<Long> connected =
        connected().completeOnTimeout(-1L, patience.toNanos(), TimeUnit.NANOSECONDS);
    long generation = Answers.await(connected);
    if (generation < 0) {
      throw new JsonRpcException.Transport(
          "connection", "no connection within " + patience + ": " + watch.lastFailure(), false);
    }
    return generation;
  }

  /** Gives up the present connection, as when it broke, and connects again. */
  public void reconnect(String why) {
    loop.hangUp(why);
  }

  /** Answers that came after the deadline of their call and were dropped. */
  public long lateAnswers() {
    return late.get();
  }

  /** Ends the connection; calls under way fail, with their outcome unknown. */
  @Override
  public void close() {
    inbox.close();
    loop.end();
    try {
      thread.join(END_PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonRpcException unsent(PendingCall<?> call, String why) {
    return new JsonRpcException.Transport(
        call.method(), call.method() + ": not sent: " + why, false);
  }

  private static <T> Exchange<T> failed(JsonRpcException refused) {
    return new Exchange<>(
        CompletableFuture.failedFuture(refused), CompletableFuture.completedFuture(null));
  }
}
