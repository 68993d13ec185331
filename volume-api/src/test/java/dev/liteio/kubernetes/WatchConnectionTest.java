package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches of our client when the connections behind them break; TLS, as with an API server. */
@Timeout(120)
@EnableKubernetesMockClient(crud = true)
class WatchConnectionTest {
  /** Several: where a client forgot watches of a killed API server, it forgot some, not all. */
  private static final int WATCHES = 6;

  KubernetesClient direct;
  KubernetesMockServer server;
  private Line line;
  private KubernetesClient client;
  private final List<ObjectWatch<StoragePool>> watches = new ArrayList<>();
  private final List<BlockingQueue<String>> heard = new ArrayList<>();

  @BeforeEach
  void watch() throws IOException {
    line = new Line(server.getPort());
    Config config =
        new ConfigBuilder(direct.getConfiguration())
            .withMasterUrl("https://localhost:" + line.port())
            .withWebsocketPingInterval(1000)
            .build();
    client = KubernetesClients.create(config);
    for (int i = 0; i < WATCHES; i++) {
      BlockingQueue<String> names = new LinkedBlockingQueue<>();
      ObjectWatch<StoragePool> watch =
          new ObjectWatch<>(
              client, StoragePool.class, Map.of(), pool -> names.add(pool.getMetadata().getName()));
      watch.start();
      heard.add(names);
      watches.add(watch);
    }
  }

  @AfterEach
  void end() throws IOException {
    watches.forEach(ObjectWatch::close);
    client.close();
    line.close();
  }

  @Test
  void every_watch_whose_connection_was_closed_is_told_and_comes_back() throws Exception {
    create("before");
    assertAllHear("before");

    line.cut();

    create("after");
    assertAllHear("after");
  }

  @Test
  void every_watch_whose_connection_is_dead_finds_out_and_comes_back() throws Exception {
    create("before");
    assertAllHear("before");

    line.fallSilent();

    create("after");
    assertAllHear("after");
  }

  private void create(String name) {
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(name).build());
    pool.setSpec(StoragePoolSpec.of("node-1", List.of(new PoolDevice("/dev/x"))));
    direct.resource(pool).create();
  }

  private void assertAllHear(String name) throws InterruptedException {
    for (BlockingQueue<String> names : heard) {
      String next = names.take();
      while (!next.equals(name)) {
        next = names.take();
      }
    }
    assertThat(watches).allMatch(watch -> watch.get(name).isPresent());
  }
}
