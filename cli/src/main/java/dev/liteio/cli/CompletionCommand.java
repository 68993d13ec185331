package dev.liteio.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code liteio completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Prints a script that makes a shell complete this command: source <(liteio completion bash)")
final class CompletionCommand implements Callable<Integer> {

  /** A shell there is a script for. */
  enum Shell {
    /** Whose script it is. */
    BASH,
    /** The same script, which turns zsh's emulation of bash on. */
    ZSH;

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    var out = new Printed(spec).out();
    switch (shell) {
      case BASH, ZSH -> out.print(AutoComplete.bash(Liteio.NAME, Liteio.commandLine()));
    }
    out.flush();
    return 0;
  }
}
