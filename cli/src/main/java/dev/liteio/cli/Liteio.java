package dev.liteio.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code liteio}. */
@Command(
    name = "liteio",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Node-local NVMe disks, pooled for a whole Kubernetes cluster.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ControllerCommand.class,
      NodeCommand.class,
      AgentCommand.class,
      TargetCommand.class,
      GetCommand.class,
      ExplainCommand.class,
      DoctorCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Shell completion: source <(liteio generate-completion)",
      "Roles read the cluster from KUBECONFIG, or from the service account of their Pod."
    })
public final class Liteio {

  /**
   * Runs a command; the exit code is 0 when it did what it should, 1 when not, 2 for wrong usage.
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Liteio())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ShortErrors());
  }
}
