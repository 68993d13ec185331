package dev.liteio.e2e.node;

import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGrpc;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.KubernetesClients;
import dev.liteio.node.NodeApplication;
import dev.liteio.node.NodeConfig;
import dev.liteio.rpc.UnixSocketChannel;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The node plugin alone in a process: NODE SOCKET API-URL REGISTRATION-FOLDER. With one folder more
 * it takes that for the machine, answers one call and ends: a rehearsal, so that the JVM notes what
 * it loads.
 */
final class NodeMain {
  private NodeMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path socket = Path.of(arguments[1]);
    NodeConfig config =
        NodeConfig.of(arguments[0], socket)
            .registeredIn(Path.of(arguments[3]), socket)
            .healthyOn(0);
    try (KubernetesClient client =
        KubernetesClients.create(new ConfigBuilder().withMasterUrl(arguments[2]).build())) {
      if (arguments.length > 4) {
        rehearse(config.below(Path.of(arguments[4])), client);
      } else {
        serve(config, client);
      }
    }
  }

  private static void serve(NodeConfig config, KubernetesClient client)
      throws IOException, InterruptedException {
    try (NodeApplication node = new NodeApplication(config, client)) {
      node.start();
      new CountDownLatch(1).await();
    }
  }

  private static void rehearse(NodeConfig config, KubernetesClient client) throws IOException {
    // a device that is there keeps it from loading a kernel module of this machine
    Files.createDirectories(config.dev());
    Files.writeString(config.dev().resolve("nvme-fabrics"), "");
    try (NodeApplication node = new NodeApplication(config, client);
        UnixSocketChannel channel = new UnixSocketChannel(config.csiSocket())) {
      node.start();
      client.resources(Volume.class).withName("none").get();
      NodeGrpc.newBlockingStub(channel.channel())
          .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
    }
  }
}
