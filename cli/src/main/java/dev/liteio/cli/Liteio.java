package dev.liteio.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code liteio}. */
@Command(
    name = Liteio.NAME,
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
      ForgetCommand.class,
      CompletionCommand.class,
      CompleteCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Shell completion: source <(liteio completion bash)",
      "Roles read the cluster from KUBECONFIG, or from the service account of their Pod."
    })
public final class Liteio {

  /** What it is called on a search path. */
  static final String NAME = "liteio";

  /** The system property by which a launcher says what people called. */
  static final String CALLED = "liteio.command";

  /**
   * Runs a command; the exit code is 0 when it did what it should, 1 when not, 2 for wrong usage.
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, called what its launcher was called: {@code liteio}, or kubectl's plugin. */
  public static CommandLine commandLine() {
    return new CommandLine(new Liteio())
        .setCommandName(System.getProperty(CALLED, NAME))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ShortErrors());
  }
}
