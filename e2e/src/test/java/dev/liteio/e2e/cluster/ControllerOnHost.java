package dev.liteio.e2e.cluster;

import dev.liteio.cli.Liteio;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The controller and its sidecars as processes beside the control plane, with the rights of their
 * service account: emulated, they would take minutes to start.
 */
final class ControllerOnHost {
  private static final String ACCOUNT = "liteio:liteio-controller";
  private static final Duration START = Duration.ofMinutes(2);

  private static final Map<String, List<String>> SIDECARS =
      Map.of(
          "csi-provisioner",
          List.of("--extra-create-metadata", "--enable-capacity", "--capacity-ownerref-level=-1"),
          "csi-attacher",
          List.of(),
          "csi-resizer",
          List.of("--handle-volume-inuse-error=false"));

  private final Cluster cluster;
  private final Path kubeconfig;
  private final Path socket;

  private ControllerOnHost(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.kubeconfig = cluster.control().kubeconfigOf(ACCOUNT);
    this.socket = Files.createTempDirectory("liteio-csi").resolve("csi.sock");
  }

  /** Starts them; they end with the cluster. */
  static void start(Cluster cluster) throws IOException {
    ControllerOnHost controller = new ControllerOnHost(cluster);
    controller.startController();
    for (String sidecar : SIDECARS.keySet()) {
      controller.startSidecar(sidecar);
    }
  }

  private void startController() throws IOException {
    cluster
        .control()
        .start(
            "liteio-controller",
            List.of(
                "/usr/bin/env",
                "KUBECONFIG=" + kubeconfig,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Liteio.class.getName(),
                "controller",
                "--csi-socket=" + socket));
    Await.until(
        "the controller serves " + socket,
        START,
        () -> Files.exists(socket),
        () -> "its log " + cluster.control().part("liteio-controller").log());
  }

  private void startSidecar(String name) throws IOException {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/usr/bin/env",
                "NAMESPACE=liteio",
                cluster.tools().program(name),
                "--kubeconfig=" + kubeconfig,
                "--csi-address=" + socket,
                "--timeout=60s",
                "-v=4"));
    argv.addAll(SIDECARS.get(name));
    cluster.control().start(name, argv);
  }
}
