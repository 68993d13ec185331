package dev.liteio.target.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client. Requests are started in their order; answers go out as they come. */
final class RpcConnection {

  private static final Logger LOG = LoggerFactory.getLogger(RpcConnection.class);
  private static final int READ = 65_536;

  private final SocketChannel channel;
  private final Dispatcher dispatcher;
  private final RequestReader requests = new RequestReader();
  private final ReentrantLock writing = new ReentrantLock();
  private final Phaser underWay = new Phaser(1);
  private volatile boolean gone;

  RpcConnection(SocketChannel channel, Dispatcher dispatcher) {
    this.channel = channel;
    this.dispatcher = dispatcher;
  }

  /**
   * Serves until the client closes; broken input ends the connection without an answer, also to the
   * requests that came in front of it.
   */
  void run() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(READ);
    while (channel.read(buffer) >= 0) {
      requests.feed(buffer.array(), buffer.position());
      buffer.clear();
      startAll();
    }
    gone = true; // what is under way will be done, but its answers are lost
    underWay.arriveAndAwaitAdvance();
  }

  private void startAll() throws IOException {
    Round round = new Round(this::send);
    try {
      for (Optional<JsonNode> request = requests.next();
          request.isPresent();
          request = requests.next()) {
        underWay.register();
        var _ =
            dispatcher
                .dispatch(request.get(), round)
                .whenComplete((done, failed) -> underWay.arriveAndDeregister());
      }
    } catch (IOException e) {
      gone = true;
      throw e;
    } finally {
      round.end();
    }
  }

  private void send(JsonNode answer) {
    if (gone) {
      return;
    }
    writing.lock();
    try {
      String line = Json.MAPPER.writeValueAsString(answer) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that cannot be written", e);
    } catch (IOException e) {
      LOG.debug("action=answer error=\"{}\"", e.toString());
    } finally {
      writing.unlock();
    }
  }
}
