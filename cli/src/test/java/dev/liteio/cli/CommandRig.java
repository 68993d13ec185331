package dev.liteio.cli;

import dev.liteio.demo.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Commands run against an API server in memory. */
final class CommandRig implements AutoCloseable {

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private final ApiServer server;

  CommandRig(Path folder) throws IOException {
    server = ApiServer.start();
    Path kubeconfig = folder.resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {}}]
        contexts: [{name: x, context: {cluster: c, user: u, namespace: shop}}]
        current-context: x
        """
            .formatted(server.port()));
    System.setProperty("kubeconfig", kubeconfig.toString());
  }

  KubernetesClient client() {
    return server.client();
  }

  int run(String... words) {
    CommandLine command = Liteio.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(words);
  }

  @Override
  public void close() {
    System.clearProperty("kubeconfig");
    server.close();
  }
}
