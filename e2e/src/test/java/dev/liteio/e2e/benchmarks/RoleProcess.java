package dev.liteio.e2e.benchmarks;

import dev.liteio.cli.Liteio;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A role of the launcher in a process of its own, from its start until it is ready. */
final class RoleProcess implements AutoCloseable {

  private final Process process;
  private final double readyMillis;

  private RoleProcess(Process process, double readyMillis) {
    this.process = process;
    this.readyMillis = readyMillis;
  }

  /** Whether it does what it is there for. */
  interface Readiness {
    boolean isReady() throws IOException;
  }

  /** Ready when somebody answers at that socket. */
  static Readiness answersAt(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    return () -> {
      try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        return true;
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** Ready when its log says so. */
  static Readiness logs(Path log, String words) {
    return () -> Files.readString(log).contains(words);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param options of the JVM
   * @param arguments of the launcher
   */
  static RoleProcess start(
      Path kubeconfig, Path log, List<String> options, List<String> arguments, Readiness readiness)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", jars(), Liteio.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    long start = System.nanoTime();
    Process process = builder.start();
    while (!readiness.isReady()) {
      if (!process.isAlive()) {
        throw new IOException("ended with %d, see %s".formatted(process.exitValue(), log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2)); // spinning would take a core from it
    }
    return new RoleProcess(process, (System.nanoTime() - start) / 1e6);
  }

  /** Archives are made of jars only; folders of test classes have nothing that a role loads. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  double readyMillis() {
    return readyMillis;
  }

  /** What it holds in memory: all, and what no other process could share. */
  Memory memory() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
    return new Memory(mebibytes(status, "VmRSS:"), mebibytes(status, "RssAnon:"));
  }

  /** In MiB. */
  record Memory(long resident, long own) {}

  private static long mebibytes(List<String> status, String field) {
    return status.stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Ends it in order: an archive is written then, if one was asked for. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
