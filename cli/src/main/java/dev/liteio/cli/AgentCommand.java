package dev.liteio.cli;

import dev.liteio.agent.AgentApplication;
import dev.liteio.agent.AgentConfig;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.kubernetes.KubernetesClients;
import dev.liteio.rpc.HealthEndpoint;
import dev.liteio.volume.NodeName;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code liteio agent}. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Runs the disk agent of a storage node; it drives the target over JSON-RPC.")
final class AgentCommand implements Callable<Integer> {

  @Option(
      names = "--node",
      paramLabel = "NAME",
      required = true,
      description = "name of the Kubernetes Node this runs on")
  private String node = "";

  @Option(
      names = "--rpc-socket",
      paramLabel = "PATH",
      defaultValue = "/var/tmp/spdk.sock",
      description = "JSON-RPC socket of the target (default: ${DEFAULT-VALUE})")
  private Path rpcSocket = Path.of("/var/tmp/spdk.sock");

  @Option(
      names = "--address",
      paramLabel = "IP",
      required = true,
      description = "address of this node that other nodes reach; the target listens there")
  private String address = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port the target listens on (default: 4420)")
  private int port = AgentConfig.DEFAULT_PORT;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "/var/lib/liteio",
      description =
          "where lock and journal are kept; survives restarts (default: ${DEFAULT-VALUE})")
  private Path state = Path.of("/var/lib/liteio");

  @Option(names = "--health-port", paramLabel = "PORT", description = "port of /healthz")
  private @Nullable Integer healthPort;

  @Override
  public Integer call() throws Exception {
    AgentConfig config =
        AgentConfig.of(new NodeName(node), rpcSocket.toAbsolutePath(), address)
            .listeningAt(List.of(new Endpoint(Transport.TCP, address, port)))
            .keepingIn(state.toAbsolutePath());
    KubernetesClient client = KubernetesClients.create();
    AgentApplication agent = new AgentApplication(config, client);
    agent.start();
    AutoCloseable health =
        healthPort == null ? () -> {} : HealthEndpoint.start(healthPort, agent::trouble);
    UntilTerminated.run(health, agent, client);
    return 0;
  }
}
