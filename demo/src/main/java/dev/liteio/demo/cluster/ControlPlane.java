package dev.liteio.demo.cluster;

import dev.liteio.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * etcd, API server, controller manager and scheduler on the loopback of this machine, with TLS,
 * Node and RBAC authorisation and service accounts, as a real cluster has them.
 */
public final class ControlPlane implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);

  private final Path folder;
  private final ClusterTools tools;
  private final Certificates certificates;
  private final int port = FreePorts.tcp();
  private final KubeletProxy kubelets = KubeletProxy.start();
  private final Map<String, Part> parts = new TreeMap<>();

  /** So many have a certificate: nodes boot at the same time, and their files are of one name. */
  private final AtomicInteger clients = new AtomicInteger();

  private final Path kubeconfig;
  private final KubernetesClient client;

  private ControlPlane(Path folder, ClusterTools tools) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.tools = tools;
    this.certificates = Certificates.in(folder.resolve("certificates"));
    this.kubeconfig =
        kubeconfig(folder.resolve("kubeconfig"), "/O=system:masters/CN=admin", "127.0.0.1");
    this.client = KubernetesClients.create(Config.fromKubeconfig(kubeconfig.toFile()));
  }

  /**
   * Starts one in an empty folder and waits until it serves.
   *
   * @throws ClusterException when it does not; names the folder of its logs
   */
  public static ControlPlane start(Path folder, ClusterTools tools) {
    @Nullable ControlPlane started = null;
    try {
      started = new ControlPlane(folder, tools);
      started.startParts();
      return started;
    } catch (IOException e) {
      throw new ClusterException("the control plane did not start: " + e.getMessage(), e);
    } catch (ClusterException e) {
      if (started != null) {
        started.close();
      }
      throw e;
    }
  }

  private void startParts() throws IOException {
    int etcd = FreePorts.tcp();
    startTool("etcd", ControlPlaneArguments.etcd(folder.resolve("etcd"), etcd, FreePorts.tcp()));
    startTool(
        "kube-apiserver",
        ControlPlaneArguments.apiServer(
            certificates, kubelets.configuration(folder.resolve("egress.yaml")), etcd, port));
    awaitServing();
    startTool(
        "kube-controller-manager",
        ControlPlaneArguments.controllerManager(
            certificates, component("kube-controller-manager")));
    startTool("kube-scheduler", ControlPlaneArguments.scheduler(component("kube-scheduler")));
  }

  private void startTool(String name, List<String> arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(tools.program(name)));
    argv.addAll(arguments);
    start(name, argv);
  }

  /** Starts a program that ends with the control plane and writes to a log beside those of it. */
  public Part start(String name, List<String> argv) throws IOException {
    Part part = Part.start(name, folder, argv);
    parts.put(name, part);
    return part;
  }

  /**
   * Writes a kubeconfig for a program on this machine that acts as a service account.
   *
   * @param account such as {@code liteio:liteio-controller}: namespace and name
   */
  public Path kubeconfigOf(String account) throws IOException {
    String name = account.replace(':', '-');
    return kubeconfig(
        folder.resolve("certificates").resolve(name + ".kubeconfig"),
        "/O=system:serviceaccounts/CN=system:serviceaccount:" + account,
        "127.0.0.1");
  }

  private Path component(String name) throws IOException {
    return kubeconfig(
        folder.resolve("certificates").resolve(name + ".kubeconfig"),
        "/CN=system:" + name,
        "127.0.0.1");
  }

  /**
   * Writes a kubeconfig.
   *
   * @param subject who it is for, such as {@code /O=system:nodes/CN=system:node:a}
   * @param host address of this machine's loopback as the user of the file sees it
   */
  Path kubeconfig(Path file, String subject, String host) throws IOException {
    Identity who = certificates.issue("client-" + clients.incrementAndGet(), subject, List.of());
    return Kubeconfig.write(
        file, "https://%s:%d".formatted(host, port), certificates.authority(), who);
  }

  /** The certificate that its clients' certificates are signed with. */
  Path authority() {
    return certificates.authority();
  }

  /** Waits until the API server answers that it is ready. */
  public void awaitServing() {
    Await.until(
        "the API server is ready",
        READY,
        () -> {
          requireRunning();
          return isServing();
        },
        () -> "its log " + folder.resolve("kube-apiserver.log"));
  }

  private boolean isServing() {
    String answer = client.raw("/readyz");
    return answer != null && answer.startsWith("ok");
  }

  private void requireRunning() {
    parts.forEach((name, part) -> {
      if (!part.isRunning()) {
        throw new ClusterException(name + " ended, see " + part.log());
      }
    });
  }

  /** The kubelet of the node of that address answers on this port of the loopback. */
  void kubeletAt(String address, int localPort) {
    kubelets.lead(address, localPort);
  }

  /** A client with all rights. */
  public KubernetesClient client() {
    return client;
  }

  /** A file with all rights, for kubectl and helm on this machine. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Port of the API server on the loopback. */
  public int port() {
    return port;
  }

  /** One of etcd, kube-apiserver, kube-controller-manager, kube-scheduler: to be stopped. */
  public Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException(
          "no part %s, there are %s".formatted(name, parts.keySet()));
    }
    return part;
  }

  @Override
  public void close() {
    client.close();
    parts.values().forEach(Part::close);
    kubelets.close();
  }
}
