package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A write whose answer never came may have happened: nobody below us sends it again. */
@Timeout(60)
class WriteIsSentOnceTest {
  private static final String FOUND =
      "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}";

  private final AtomicInteger writes = new AtomicInteger();

  @Test
  void also_when_a_kept_connection_turns_out_to_be_closed() throws IOException {
    try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> serve(door));
      var config =
          new ConfigBuilder()
              .withMasterUrl("http://127.0.0.1:" + door.getLocalPort())
              .withNamespace("default")
              .build();
      try (KubernetesClient client = KubernetesClients.create(config)) {
        // leaves a connection that is kept for the next request
        assertThat(client.configMaps().withName("a").get()).isNotNull();
        var map = new ConfigMapBuilder().withNewMetadata().withName("b").endMetadata().build();

        assertThatThrownBy(() -> client.resource(map).create())
            .isInstanceOf(KubernetesClientException.class);
      }
    }
    assertThat(writes).hasValue(1);
  }

  private void serve(ServerSocket door) {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofPlatform().daemon().start(() -> answer(client));
      } catch (IOException e) {
        // the test is over
      }
    }
  }

  /** Answers what is read, and hangs up on what is written. */
  private void answer(Socket client) {
    try (client) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("POST ")) {
          writes.incrementAndGet();
          return;
        }
        if (line.isEmpty()) {
          String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
          client
              .getOutputStream()
              .write(
                  (head + FOUND.length() + "\r\n\r\n" + FOUND).getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // the client hung up
    }
  }
}
