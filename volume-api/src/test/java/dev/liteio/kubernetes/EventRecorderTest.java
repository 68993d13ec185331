package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.liteio.crd.Volume;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventRecorderTest {
  private static final int FORBIDDEN = 403;
  private static final int CREATED = 201;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC);

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int answer = CREATED;
  private HttpServer server;
  private KubernetesClient client;
  private EventRecorder events;
  private final Volume volume = new Volume();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] bytes = answer == CREATED ? body : "{}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    client =
        KubernetesClients.create(
            new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build());
    events = new EventRecorder(client, "test", "default", CLOCK);
    volume.setMetadata(new ObjectMetaBuilder().withName("pvc-1").withUid("uid-1").build());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void theSameWordsAreSaidOnceInAWhile() {
    events.warning(volume, "Kept", "it is kept");
    events.warning(volume, "Kept", "it is kept");
    assertThat(asked).hasValue(1);
    events.warning(volume, "Kept", "something else");
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatCouldNotBeSaidIsSaidTheNextTime() {
    answer = FORBIDDEN;
    events.warning(volume, "Kept", "it is kept");
    answer = CREATED;
    events.warning(volume, "Kept", "it is kept");
    assertThat(asked).hasValue(2);
  }
}
