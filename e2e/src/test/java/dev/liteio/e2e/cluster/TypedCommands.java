package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ToolCommand;
import dev.liteio.demo.guest.CommandResult;
import dev.liteio.demo.guest.Guest;
import dev.liteio.e2e.docs.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands as an administrator types them: in the folder of the checkout, or on a node. */
final class TypedCommands {
  private static final String ADMINISTRATOR = "administrator.kubeconfig";

  private final Cluster cluster;

  TypedCommands(Cluster cluster) {
    this.cluster = cluster;
    sayThatTheLauncherIsBuilt();
  }

  /** The build that runs this has made its jars; the launcher must not begin another one. */
  private static void sayThatTheLauncherIsBuilt() {
    Path target = Checkout.ROOT.resolve("cli/target");
    assertThat(target.resolve("lib")).isDirectory();
    try {
      Files.writeString(target.resolve("launcher-complete"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On this machine, whatever comes of it. */
  ToolCommand.Outcome type(String... words) {
    return type("", List.of(words));
  }

  /** The same, with an answer to what the command asks. */
  ToolCommand.Outcome type(String answer, List<String> words) {
    String path =
        String.join(
            ":",
            Checkout.ROOT.toString(),
            cluster.tools().programs().toString(),
            System.getenv("PATH"));
    List<String> all =
        new ArrayList<>(
            List.of("--chdir=" + Checkout.ROOT, "LITEIO_LOG_LEVEL=WARN", "PATH=" + path));
    all.addAll(words);
    return cluster.command("env").attempt(answer, all.toArray(String[]::new));
  }

  /** In the Pod of the node plugin there, with the rights that it has. */
  ToolCommand.Outcome typeInPlugin(String node, String... words) {
    List<String> all =
        new ArrayList<>(
            List.of("kubectl", "exec", "--namespace=liteio", pluginOn(node), "-c", "node", "--"));
    all.addAll(List.of(words));
    return type("", all);
  }

  /** The Pod of the node plugin of a node. */
  String pluginOn(String node) {
    return cluster
        .kubectl()
        .run(
            "get",
            "pods",
            "--namespace=liteio",
            "--selector=app.kubernetes.io/component=node",
            "--field-selector=spec.nodeName=" + node,
            "-o",
            "jsonpath={.items[0].metadata.name}");
  }

  /** {@code liteio} on a node that has the checkout, with the rights of an administrator. */
  CommandResult liteioOn(String node, String arguments) {
    Guest guest = cluster.nodeNamed(node).guest();
    return guest.attempt(
        "env HOME=/root JAVA_HOME=%s LITEIO_LOG_LEVEL=WARN KUBECONFIG=%s %s/liteio %s"
            .formatted(
                System.getProperty("java.home"), kubeconfigIn(guest), Checkout.ROOT, arguments),
        User.PATIENCE);
  }

  /** The API server is at another address there. */
  private Path kubeconfigIn(Guest guest) {
    try {
      String here = Files.readString(cluster.control().kubeconfig());
      Files.writeString(
          guest.config().shared().resolve(ADMINISTRATOR), here.replace("127.0.0.1", Guest.HOST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Guest.SHARED.resolve(ADMINISTRATOR);
  }
}
