package dev.liteio.cli;

import dev.liteio.kubernetes.KubernetesClients;
import dev.liteio.node.NodeApplication;
import dev.liteio.node.NodeConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code liteio node}. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = "Runs the CSI node plugin; it registers itself with the kubelet.")
final class NodeCommand implements Callable<Integer> {

  @Mixin private CsiEndpoint endpoint = new CsiEndpoint();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      required = true,
      description = "name of the Kubernetes Node this runs on")
  private String node = "";

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "where it remembers what it has begun; on a tmpfs of the host (default: /run/liteio/node)")
  private Path state = NodeConfig.STATE_DIRECTORY;

  @Option(
      names = "--registration",
      paramLabel = "DIR",
      description =
          "where the kubelet looks for plugins, such as /var/lib/kubelet/plugins_registry")
  private @Nullable Path registration;

  @Option(
      names = "--kubelet-socket",
      paramLabel = "PATH",
      description = "the CSI socket as the kubelet sees it (default: as --csi-socket)")
  private @Nullable Path kubeletSocket;

  @Option(names = "--health-port", paramLabel = "PORT", description = "port of /healthz")
  private @Nullable Integer healthPort;

  @Override
  public Integer call() throws Exception {
    KubernetesClient client = KubernetesClients.create();
    NodeApplication application = new NodeApplication(config(), client);
    application.start();
    UntilTerminated.run(application, client);
    return 0;
  }

  private NodeConfig config() {
    Path socket = endpoint.resolve(System.getenv());
    NodeConfig config = NodeConfig.of(node, socket).remembering(state);
    if (registration != null) {
      config = config.registeredIn(registration, kubeletSocket == null ? socket : kubeletSocket);
    }
    return healthPort == null ? config : config.healthyOn(healthPort);
  }
}
