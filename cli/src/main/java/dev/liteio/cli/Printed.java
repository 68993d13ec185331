package dev.liteio.cli;

import dev.liteio.cli.report.Finding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Answers on standard output. */
record Printed(@Nullable CommandSpec spec) {

  /** Where a command writes its answer. */
  PrintWriter out() {
    return commandLine().getOut();
  }

  /** The command that answers. */
  CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }

  static void findings(PrintWriter out, List<Finding> findings, OutputFormat format) {
    switch (format) {
      case JSON -> out.println(Serialization.asJson(findings));
      case YAML -> out.print(Serialization.asYaml(findings));
      case TABLE ->
          findings.forEach(each ->
              out.printf(
                  "%-3s %s%s: %s%n",
                  each.health().mark(), "  ".repeat(each.depth()), each.object(), each.text()));
    }
    out.flush();
  }
}
