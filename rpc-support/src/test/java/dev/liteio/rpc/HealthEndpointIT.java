package dev.liteio.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealthEndpointIT {
  private final AtomicReference<String> trouble = new AtomicReference<>("");
  private HealthEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = HealthEndpoint.start(0, trouble::get);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void it_says_ok_or_what_is_wrong() throws Exception {
    assertThat(ask().statusCode()).isEqualTo(200);
    assertThat(ask().body()).isEqualTo("ok");

    trouble.set("no session with the target");

    assertThat(ask().statusCode()).isEqualTo(503);
    assertThat(ask().body()).isEqualTo("no session with the target");
  }

  @Test
  void who_sends_half_a_request_keeps_nobody_waiting() throws Exception {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
      slow.getOutputStream().write("GET /he".getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();

      assertThat(ask().statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> ask() throws Exception {
    URI address = URI.create("http://localhost:%d/healthz".formatted(endpoint.port()));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
