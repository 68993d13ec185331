package dev.liteio.e2e.benchmarks;

import dev.liteio.cli.Liteio;
import dev.liteio.demo.ApiServer;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long each role takes to answer, and how much memory it then holds; beside a bare JVM. */
@Timeout(300)
class RolesBench {

  @TempDir Path folder;

  @Test
  void startAndMemory() throws Exception {
    double bare = bareJvmMillis();
    Figures.print("bare JVM, start to end: %.0f ms", bare);
    try (ApiServer api = ApiServer.start()) {
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(kubeconfig, kubeconfig(api.port()));
      role("target", bare, kubeconfig, "target.sock", "target", "--rpc-socket");
      role("controller", bare, kubeconfig, "controller.sock", "controller", "--csi-socket");
      role(
          "node",
          bare,
          kubeconfig,
          "node.sock",
          "node",
          "--node",
          "n",
          "--state",
          folder.resolve("state").toString(),
          "--csi-socket");
    }
  }

  private static String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
    users: [{name: u, user: {}}]
    contexts: [{name: x, context: {cluster: c, user: u}}]
    current-context: x
    """
        .formatted(port);
  }

  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx64m");
    command.addAll(List.of(arguments));
    return command;
  }

  private static double bareJvmMillis() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(java("--version"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return (System.nanoTime() - start) / 1e6;
  }

  private void role(
      String name, double bare, Path kubeconfig, String socketName, String... arguments)
      throws IOException, InterruptedException {
    Path socket = folder.resolve(socketName);
    List<String> command =
        java("-cp", System.getProperty("java.class.path"), Liteio.class.getName());
    command.addAll(List.of(arguments));
    command.add(socket.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      awaitSocket(socket, process);
      double millis = (System.nanoTime() - start) / 1e6;
      Figures.print(
          "role=%s ready=%.0f ms (%.1f bare JVMs) resident=%d MiB",
          name, millis, millis / bare, residentMebibytes(process.pid()));
    } finally {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static void awaitSocket(Path socket, Process process) throws IOException {
    while (process.isAlive()) {
      try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("the role ended with " + process.exitValue());
  }

  private static long residentMebibytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
