package dev.liteio.rpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** GET /healthz: 200 and "ok", or 503 and what is wrong. For the probes of the kubelet. */
public final class HealthEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final Supplier<String> trouble;
  // whoever sends half a request must not keep the kubelet waiting
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  private HealthEndpoint(HttpServer server, Supplier<String> trouble) {
    this.server = server;
    this.trouble = trouble;
  }

  /**
   * Answers from now on.
   *
   * @param port 0 = any free one
   * @param trouble what is wrong; empty when nothing is
   * @throws IOException when the port cannot be had
   */
  public static HealthEndpoint start(int port, Supplier<String> trouble) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(port), 0);
    var endpoint = new HealthEndpoint(server, trouble);
    server.createContext("/healthz", endpoint::answer);
    server.setExecutor(endpoint.callers);
    server.start();
    return endpoint;
  }

  /** The port it answers on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String wrong = trouble.get();
      byte[] body = (wrong.isEmpty() ? "ok" : wrong).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          wrong.isEmpty() ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
          body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    callers.shutdownNow();
  }
}
