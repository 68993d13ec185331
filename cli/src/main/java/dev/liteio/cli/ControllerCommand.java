package dev.liteio.cli;

import dev.liteio.controller.ControllerApplication;
import dev.liteio.controller.ControllerConfig;
import dev.liteio.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code liteio controller}. */
@Command(
    name = "controller",
    mixinStandardHelpOptions = true,
    description = "Runs the CSI controller. Any number of replicas may run at once.")
final class ControllerCommand implements Callable<Integer> {

  @Mixin private CsiEndpoint endpoint = new CsiEndpoint();

  @Option(names = "--health-port", paramLabel = "PORT", description = "port of /healthz")
  private @Nullable Integer healthPort;

  @Override
  public Integer call() throws Exception {
    ControllerConfig config = ControllerConfig.of(endpoint.resolve(System.getenv()));
    KubernetesClient client = KubernetesClients.create();
    ControllerApplication controller =
        new ControllerApplication(
            healthPort == null ? config : config.healthyOn(healthPort), client);
    controller.start();
    UntilTerminated.run(controller, client);
    return 0;
  }
}
