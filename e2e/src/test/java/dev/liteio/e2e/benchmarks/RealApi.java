package dev.liteio.e2e.benchmarks;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.ClusterTools;
import dev.liteio.demo.cluster.ControlPlane;
import dev.liteio.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A control plane on this machine that has our kinds. Who asks it is a service account, as in a
 * cluster, so that it is served in turn and not before everybody else.
 */
final class RealApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ACCOUNT = "liteio:bench";
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(StoragePool.class, Volume.class, LogicalVolume.class, Attachment.class);

  private final ControlPlane control;
  private final KubernetesClient client;

  private RealApi(ControlPlane control) throws IOException {
    this.control = control;
    this.client =
        KubernetesClients.create(Config.fromKubeconfig(control.kubeconfigOf(ACCOUNT).toFile()));
  }

  /** Starts it in an empty folder; it serves our kinds when this returns. */
  static RealApi start(Path folder) throws IOException {
    ClusterTools tools = ClusterTools.locateWithoutImages(System.getenv());
    RealApi api = new RealApi(ControlPlane.start(folder, tools));
    // its nodes have no kubelets, which nobody is to find out
    api.control.part("kube-controller-manager").kill();
    try (Stream<Path> kinds = Files.list(tools.chart().resolve("files/crds"))) {
      for (Path kind : kinds.toList()) {
        api.apply(Files.readString(kind));
      }
    }
    api.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: bench}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "system:serviceaccount:%s"}]
        """
            .formatted(ACCOUNT));
    Await.until("our kinds are served", PATIENCE, api::servesOurKinds, () -> "not yet");
    return api;
  }

  private boolean servesOurKinds() {
    KINDS.forEach(kind -> client.resources(kind).list());
    return true;
  }

  private void apply(String yaml) {
    var _ =
        control
            .client()
            .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
            .create();
  }

  /** What a kubelet writes when it runs and the driver has registered. */
  void addNode(String name) {
    apply(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        """
            .formatted(name));
    control
        .client()
        .nodes()
        .withName(name)
        .editStatus(node ->
            node.edit()
                .editOrNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
    apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: CSINode
        metadata: {name: %s}
        spec: {drivers: [{name: csi.liteio.dev, nodeID: %s, topologyKeys: [csi.liteio.dev/node]}]}
        """
            .formatted(name, name));
  }

  /** A client of the service account. */
  KubernetesClient client() {
    return client;
  }

  /** How often it was asked, by its own count. */
  RequestCount requests() {
    return RequestCount.parse(control.client().raw("/metrics"), Set.of("csinodes", "nodes"));
  }

  @Override
  public void close() {
    client.close();
    control.close();
  }
}
