package dev.liteio.e2e.chart;

import dev.liteio.demo.cluster.ClusterTools;
import dev.liteio.demo.cluster.ToolCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chart of this checkout and the helm that reads it; no cluster is asked. */
final class Chart {
  private final ToolCommand helm;
  private final String folder;

  private Chart(ToolCommand helm, String folder) {
    this.helm = helm;
    this.folder = folder;
  }

  static Chart ofThisCheckout() {
    ClusterTools tools = ClusterTools.locate(System.getenv());
    return new Chart(
        new ToolCommand(tools.program("helm"), Path.of("/dev/null")), tools.chart().toString());
  }

  /** {@code helm lint --strict}. */
  ToolCommand.Outcome lint(ValueSet values) {
    return helm(values, "lint", folder, "--strict");
  }

  /** {@code helm template}: the objects of an installation, or what is wrong with the values. */
  ToolCommand.Outcome template(ValueSet values) {
    return helm(values, "template", "liteio", folder, "--namespace=liteio");
  }

  /** What an administrator is told who has installed it with these values. */
  String notes(ValueSet values) {
    String said =
        helm(values, "install", "liteio", folder, "--namespace=liteio", "--dry-run=client")
            .orThrow();
    return said.substring(said.indexOf("\nNOTES:\n"));
  }

  private ToolCommand.Outcome helm(ValueSet values, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--values=-");
    all.addAll(values.settings());
    return helm.attempt(values.file(), all.toArray(String[]::new));
  }
}
