package dev.liteio.cli;

import dev.liteio.cli.explain.ClaimObjects;
import dev.liteio.cli.explain.ClaimStory;
import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import dev.liteio.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code liteio explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Tells what became of something, object by object.")
final class ExplainCommand {

  @Spec private @Nullable CommandSpec spec;

  /** Exit code 0: nothing is wrong. */
  @Command(
      name = "pvc",
      mixinStandardHelpOptions = true,
      description =
          "From a PersistentVolumeClaim to its bytes: every object, what is wrong with it, and why"
              + " a claim is still pending. The exit code is 0 when nothing is wrong.")
  int pvc(
      @Parameters(paramLabel = "NAME", description = "of the claim") String name,
      @Option(
              names = {"-n", "--namespace"},
              paramLabel = "NAMESPACE",
              description = "of the claim (default: that of the kubeconfig's context)")
          @Nullable String namespace,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FORMAT",
              defaultValue = "TABLE",
              description = "table, json or yaml (default: table)")
          OutputFormat format) {
    try (KubernetesClient client = KubernetesClients.create()) {
      String where = namespace == null ? client.getNamespace() : namespace;
      List<Finding> findings =
          ClaimStory.of(
              ClaimObjects.read(client, where == null ? "default" : where, name), Instant.now());
      PrintWriter out = new Printed(spec).out();
      Printed.findings(out, findings, format);
      return findings.stream().anyMatch(each -> each.health() == Health.BAD) ? 1 : 0;
    }
  }
}
