package dev.liteio.target.rpc.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The target under replay and the connection that single calls use. */
final class Session implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path socket;
  private @Nullable EmbeddedTarget target;
  private @Nullable RawConnection connection;
  private int read;

  Session(Path socket) {
    this.socket = socket;
  }

  Path socket() {
    return socket;
  }

  void start() throws IOException {
    stop();
    target = EmbeddedTarget.start(new EmbeddedTargetConfig(socket));
  }

  /** Ends the target; what it kept on disk stays. */
  void stop() throws IOException {
    disconnect();
    if (target != null) {
      target.close();
      target = null;
    }
  }

  void awaitExit() throws InterruptedException, IOException {
    if (target != null) {
      target.awaitClosed();
    }
    disconnect();
    target = null;
  }

  private void disconnect() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
    read = 0;
  }

  /** One request, one answer. */
  JsonNode call(String method, String params) throws Exception {
    RawConnection open = connection;
    if (open == null) {
      open = new RawConnection(socket);
      connection = open;
    }
    String request =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"%s}"
            .formatted(method, params.isEmpty() ? "" : ",\"params\":" + params);
    open.send(request.getBytes(StandardCharsets.UTF_8));
    int from = read;
    String text = open.await(all -> all.indexOf('\n', from) >= 0, LIMIT);
    int end = text.indexOf('\n', from);
    if (end < 0) {
      disconnect();
      throw new IOException("no answer to " + request);
    }
    read = end + 1;
    return Replay.JSON.readTree(text.substring(from, end));
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
