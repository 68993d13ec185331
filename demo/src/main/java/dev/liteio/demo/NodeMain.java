package dev.liteio.demo;

import dev.liteio.kubernetes.KubernetesClients;
import dev.liteio.node.NodeApplication;
import dev.liteio.node.NodeConfig;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The node plugin in a guest: NODE, SOCKET, API-URL. */
public final class NodeMain {

  private NodeMain() {}

  /** Serves until it is killed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    NodeConfig config = NodeConfig.of(args[0], Path.of(args[1]));
    try (KubernetesClient client =
            KubernetesClients.create(new ConfigBuilder().withMasterUrl(args[2]).build());
        NodeApplication node = new NodeApplication(config, client)) {
      node.start();
      new CountDownLatch(1).await();
    }
  }
}
