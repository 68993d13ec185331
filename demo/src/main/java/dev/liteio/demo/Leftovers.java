package dev.liteio.demo;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.lvol.LvstoreQueues;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is still there after everything was deleted: objects, subsystems, lvols, clusters. */
public final class Leftovers {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String DISCOVERY = "discovery";

  private Leftovers() {}

  /** One line each; empty when nothing is left. */
  public static List<String> find(KubernetesClient client, Path targetSocket) {
    List<String> found = new ArrayList<>();
    for (Class<? extends HasMetadata> kind :
        List.of(Volume.class, LogicalVolume.class, Attachment.class)) {
      client
          .resources(kind)
          .list()
          .getItems()
          .forEach(o -> found.add(HasMetadata.getKind(kind) + " " + o.getMetadata().getName()));
    }
    try (JsonRpcClient rpc = JsonRpcClient.start(JsonRpcConfig.of(targetSocket))) {
      rpc.awaitConnected(PATIENCE);
      addTargets(SpdkTarget.over(rpc, new LvstoreQueues()), found);
    }
    return List.copyOf(found);
  }

  private static void addTargets(SpdkTarget target, List<String> found) {
    target.nvmf().subsystems().join().stream()
        .filter(subsystem -> !subsystem.nqn().endsWith(DISCOVERY))
        .forEach(subsystem -> found.add("subsystem " + subsystem.nqn()));
    target.lvols().list().join().forEach(lvol -> found.add("lvol " + lvol.alias()));
    target.lvols().stores().join().stream()
        .filter(store -> store.freeClusters() != store.totalDataClusters())
        .forEach(store ->
            found.add(
                "%d clusters of lvstore %s"
                    .formatted(store.totalDataClusters() - store.freeClusters(), store.name())));
  }
}
