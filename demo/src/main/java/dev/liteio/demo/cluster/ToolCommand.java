package dev.liteio.demo.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program such as kubectl or helm that is run with the rights of an administrator. */
public final class ToolCommand {
  private static final Duration DEADLINE = Duration.ofMinutes(22);

  private final String program;
  private final Path kubeconfig;

  /**
   * Such a program.
   *
   * @param kubeconfig with the rights of an administrator; an empty file for what asks no cluster
   */
  public ToolCommand(String program, Path kubeconfig) {
    this.program = program;
    this.kubeconfig = kubeconfig;
  }

  /**
   * What came of it.
   *
   * @param output what it wrote, standard output and standard error in one
   */
  public record Outcome(List<String> command, int exit, String output) {
    /** What it wrote; throws when it failed. */
    public String orThrow() {
      if (exit != 0) {
        throw new ClusterException(
            "exit code %d of %s: %s".formatted(exit, String.join(" ", command), output.strip()));
      }
      return output;
    }
  }

  /** Runs it; answers what it wrote. It must succeed. */
  public String run(String... arguments) {
    return attempt("", arguments).orThrow();
  }

  /** Runs it; answers whatever comes of it. */
  public Outcome attempt(String input, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toString());
    try {
      return awaited(argv, builder.start(), input);
    } catch (IOException e) {
      throw new ClusterException(program + " does not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while running " + argv, e);
    }
  }

  private static Outcome awaited(List<String> argv, Process process, String input)
      throws IOException, InterruptedException {
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> read(process), command -> Thread.ofVirtual().start(command));
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new ClusterException("not done after %s: %s".formatted(DEADLINE, argv));
    }
    return new Outcome(argv, process.exitValue(), output.join());
  }

  private static String read(Process process) {
    try (var stdout = process.getInputStream()) {
      return new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(its output was not readable: " + e.getMessage() + ")";
    }
  }
}
