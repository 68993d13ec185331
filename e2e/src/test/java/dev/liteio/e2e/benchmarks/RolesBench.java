package dev.liteio.e2e.benchmarks;

import dev.liteio.demo.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long each role takes to answer, and how much memory it then holds, with what a JVM offers for
 * either; beside a bare JVM.
 */
@Timeout(600)
class RolesBench {

  private static final int ROUNDS = 5;
  private static final List<String> BASE =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m");

  @TempDir Path folder;
  private ApiServer api;
  private Path kubeconfig;
  private double bare;

  @BeforeEach
  void serve() throws Exception {
    api = ApiServer.start();
    kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(api.port()));
    double[] samples = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      samples[i] = bareJvmMillis();
    }
    bare = Figures.median(samples);
    Figures.print("bare JVM, start to end: %.0f ms", bare);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void target() throws Exception {
    compare("target", socket("target"), "--rpc-socket", path("target.sock"));
  }

  @Test
  void controller() throws Exception {
    compare("controller", socket("controller"), "--csi-socket", path("controller.sock"));
  }

  @Test
  void node() throws Exception {
    compare(
        "node",
        socket("node"),
        "--node",
        "n",
        "--state",
        path("state"),
        "--csi-socket",
        path("node.sock"));
  }

  /** The agent has no socket: it is ready when it is connected to its target. */
  @Test
  void agent() throws Exception {
    String rpc = path("agents-target.sock");
    List<String> target = List.of("target", "--rpc-socket", rpc);
    try (RoleProcess _ =
        RoleProcess.start(
            kubeconfig, log("its-target"), BASE, target, RoleProcess.answersAt(Path.of(rpc)))) {
      compare(
          "agent",
          () -> RoleProcess.logs(log("agent"), "event=connected"),
          "--node",
          "n",
          "--address",
          "127.0.0.1",
          "--rpc-socket",
          rpc,
          "--state",
          path("agent"));
    }
  }

  private interface Start {
    RoleProcess.Readiness readiness() throws IOException;
  }

  private Start socket(String role) {
    return () -> RoleProcess.answersAt(folder.resolve(role + ".sock"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Path log(String role) {
    return folder.resolve(role + ".log");
  }

  private void compare(String role, Start start, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(role));
    arguments.addAll(List.of(options));
    for (Map.Entry<String, List<String>> variant : variants(role).entrySet()) {
      measure(role, variant.getKey(), variant.getValue(), start, arguments);
    }
  }

  /** What is tried, in order: archives are made by one run and used by the next ones. */
  private Map<String, List<String>> variants(String role) {
    String shared = folder.resolve(role + ".jsa").toString();
    String ahead = folder.resolve(role + ".aot").toString();
    Map<String, List<String>> variants = new LinkedHashMap<>();
    variants.put("as it is", List.of());
    variants.put(
        "class data sharing",
        List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + shared));
    variants.put("ahead-of-time cache", List.of("-XX:AOTCache=" + ahead));
    List<String> small = List.of("-XX:AOTCache=" + ahead, "-Xms8m", "-Xmn4m", "-Xmx24m");
    variants.put("ahead-of-time cache, heap of 24 MiB", small);
    List<String> inPlace = new ArrayList<>(small);
    inPlace.add("-XX:+UnlockDiagnosticVMOptions");
    inPlace.add("-XX:ArchiveRelocationMode=0");
    variants.put("the same, cache mapped where it was made", inPlace);
    return variants;
  }

  private void measure(
      String role, String variant, List<String> options, Start start, List<String> arguments)
      throws IOException {
    rehearse(role, options, start, arguments);
    double[] ready = new double[ROUNDS];
    double[] resident = new double[ROUNDS];
    double[] own = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      try (RoleProcess process = start(role, options, start, arguments)) {
        ready[i] = process.readyMillis();
        resident[i] = process.memory().resident();
        own[i] = process.memory().own();
      }
    }
    Figures.print(
        "role=%s (%s) ready=%.0f ms (%.1f bare JVMs) resident=%.0f MiB, of these its own=%.0f MiB",
        role,
        variant,
        Figures.median(ready),
        Figures.median(ready) / bare,
        Figures.median(resident),
        Figures.median(own));
  }

  private void rehearse(String role, List<String> options, Start start, List<String> arguments)
      throws IOException {
    List<String> training =
        options.stream().map(each -> each.replace("AOTCache=", "AOTCacheOutput=")).toList();
    if (Files.notExists(folder.resolve(role + ".aot"))) {
      start(role, training, start, arguments).close();
    }
  }

  private RoleProcess start(String role, List<String> options, Start start, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(BASE);
    all.addAll(options);
    return RoleProcess.start(kubeconfig, log(role), all, arguments, start.readiness());
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

  private static double bareJvmMillis() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(BASE);
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--version");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    process.waitFor();
    return (System.nanoTime() - start) / 1e6;
  }
}
