package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.liteio.crd.LogicalVolume;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An API server that answers 404 about an object, and one that answers it about a kind whose
 * definition somebody deleted: the first proves something, the second proves nothing.
 */
@Timeout(300)
class UnservedKindTest {
  private static final String ABSENT =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404,
       "message": "there is no lv",
       "details": {"name": "lv", "group": "liteio.dev", "kind": "logicalvolumes"}}
      """;

  private HttpServer server;
  private KubernetesClient client;
  private ObjectClient<LogicalVolume> volumes;
  private volatile String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .set("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
          exchange.sendResponseHeaders(404, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    client =
        KubernetesClients.create(
            new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build());
    volumes = new ObjectClient<>(client, LogicalVolume.class);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void anObjectThatTheServerNamesIsAbsent() {
    body = ABSENT;

    assertThat(volumes.get("lv")).isEmpty();
    assertThat(volumes.edit("lv", same -> same)).isEmpty();
  }

  @Test
  void nothingIsKnownAboutObjectsOfAKindThatIsNotServed() {
    body = "404 page not found\n";

    assertThatThrownBy(() -> volumes.get("lv")).isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> volumes.edit("lv", same -> same))
        .isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> volumes.editStatus("lv", same -> same))
        .isInstanceOf(KubernetesClientException.class);
  }
}
