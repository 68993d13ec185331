package dev.liteio.spdk.jsonrpc;

import dev.liteio.spdk.socket.SocketFailure;
import dev.liteio.spdk.socket.UnixSocketTransport;
import dev.liteio.spdk.socket.Wakeup;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the connection: connects, serves, comes back after a loss. It is the only one that
 * touches the socket, so there is no lock and no descriptor in use after its end.
 */
final class ConnectionLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(ConnectionLoop.class);

  private final JsonRpcConfig config;
  private final UnixSocketTransport transport;
  private final Wakeup wakeup;
  private final Inbox inbox;
  private final ConnectionWatch watch;
  private final AtomicLong late;
  private final Buffers buffers = Buffers.allocate();
  private final AtomicReference<@Nullable String> hangUp = new AtomicReference<>();
  private volatile boolean ending;
  private long generation;
  private int failures;

  ConnectionLoop(
      JsonRpcConfig config,
      UnixSocketTransport transport,
      Wakeup wakeup,
      Inbox inbox,
      ConnectionWatch watch,
      AtomicLong late) {
    this.config = config;
    this.transport = transport;
    this.wakeup = wakeup;
    this.inbox = inbox;
    this.watch = watch;
    this.late = late;
  }

  void end() {
    ending = true;
    wakeup.signal();
  }

  void hangUp(String why) {
    hangUp.set(why);
    wakeup.signal();
  }

  @Override
  public void run() {
    try (wakeup) {
      while (!ending) {
        turn();
      }
    } catch (Throwable defect) {
      log.error("event=connection-thread-died socket={}", config.socket(), defect);
      throw defect;
    } finally {
      inbox.close();
      refuseWaiting("the client is closed");
      watch.closed(new JsonRpcException.Transport("connection", "the client is closed", false));
    }
  }

  private void turn() {
    try (Session session = connect()) {
      serve(session);
    } catch (SocketFailure unreachable) {
      failures++;
      watch.failedToConnect(Shown.message(unreachable));
      log.debug(
          "event=connect-failed socket={} cause={}", config.socket(), unreachable.getMessage());
      pause();
    }
  }

  private Session connect() throws SocketFailure {
    return new Session(generation + 1, transport.connect(config.socket()), inbox, buffers, late);
  }

  private void serve(Session session) {
    generation++;
    hangUp.set(null);
    watch.up(generation);
    log.info("event=connected socket={} generation={}", config.socket(), generation);
    Loss loss = lossOf(session);
    session.close();
    log.info(
        "event=disconnected socket={} generation={} cause=\"{}\"",
        config.socket(),
        generation,
        loss.why());
    watch.failedToConnect(loss.why());
    watch.down(loss.asException());
    session.lose(loss.protocol(), loss.why());
    // who is given up by his user, again and again, answers and is of no use all the same
    boolean wasOfUse = session.hasAnswered() && hangUp.get() == null;
    failures = wasOfUse ? 0 : failures + 1;
    if (failures > 0) {
      pause();
    }
  }

  private Loss lossOf(Session session) {
    try {
      while (true) {
        if (ending) {
          return new Loss(false, "the client is closed");
        }
        String why = hangUp.get();
        if (why != null) {
          return new Loss(false, "the connection was given up: " + why);
        }
        exchange(session);
      }
    } catch (ProtocolViolation violation) {
      return new Loss(true, "the connection was dropped: " + Shown.message(violation));
    } catch (IOException broken) {
      return new Loss(false, "the connection was lost: " + Shown.message(broken));
    } catch (RuntimeException | Error defect) {
      log.error("event=connection-defect socket={}", config.socket(), defect);
      return new Loss(true, "the connection was dropped: " + defect);
    }
  }

  private void exchange(Session session) throws IOException {
    inbox.drain().forEach(call -> session.accept(call, inbox));
    boolean allSent = session.send();
    Duration quiet = session.expire();
    if (session.socket().await(!allSent, wakeup, quiet).readable()) {
      session.receive();
    }
  }

  /** Waits before the next attempt; calls made meanwhile fail at once. */
  private void pause() {
    long until = System.nanoTime() + config.backOff().after(failures).toNanos();
    long left = until - System.nanoTime();
    while (!ending && left > 0) {
      refuseWaiting("there is no connection to " + config.socket() + ": " + watch.lastFailure());
      try {
        wakeup.await(Duration.ofNanos(left));
      } catch (SocketFailure failure) {
        throw new IllegalStateException("waiting for a signal failed", failure);
      }
      left = until - System.nanoTime();
    }
    refuseWaiting("there is no connection to " + config.socket() + ": " + watch.lastFailure());
  }

  private void refuseWaiting(String why) {
    inbox
        .drain()
        .forEach(call -> {
          inbox.release(call);
          call.lose(false, "not sent: " + why);
        });
  }

  private record Loss(boolean protocol, String why) {
    JsonRpcException asException() {
      return protocol
          ? new JsonRpcException.Protocol("connection", why, true)
          : new JsonRpcException.Transport("connection", why, true);
    }
  }
}
