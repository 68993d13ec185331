package dev.liteio.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code liteio complete}: what the last of some words may become. kubectl asks its plugins this
 * way ({@code kubectl_complete-liteio}): a word a line, and a number for the shell after them.
 */
@Command(
    name = "complete",
    hidden = true,
    description = "Prints what the last word may become, as kubectl asks its plugins.")
final class CompleteCommand implements Callable<Integer> {

  /** A shell is not to offer files besides. */
  private static final String NO_FILES = ":4";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "WORD", arity = "0..*", description = "what was typed so far")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> typed = words.isEmpty() ? List.of("") : words;
    String begun = typed.getLast();
    List<CharSequence> rests = new ArrayList<>();
    AutoComplete.complete(
        Liteio.commandLine().getCommandSpec(),
        typed.toArray(String[]::new),
        typed.size() - 1,
        begun.length(),
        begun.length(),
        rests);
    PrintWriter out = new Printed(spec).out();
    rests.stream().map(rest -> begun + rest).distinct().sorted().forEach(out::println);
    out.println(NO_FILES);
    out.flush();
    return 0;
  }
}
