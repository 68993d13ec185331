package dev.liteio.demo.cluster;

import java.nio.file.Path;
import java.util.List;

/** What the parts of a control plane are told. */
final class ControlPlaneArguments {
  private static final String LOOPBACK = "127.0.0.1";

  private ControlPlaneArguments() {}

  static List<String> etcd(Path data, int clientPort, int peerPort) {
    String client = url("http", clientPort);
    String peer = url("http", peerPort);
    return List.of(
        "--data-dir=" + data,
        "--unsafe-no-fsync",
        "--log-level=warn",
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer);
  }

  static List<String> apiServer(Certificates certificates, Path egress, int etcdPort, int port) {
    Identity server =
        certificates.issue(
            "kube-apiserver",
            "/CN=kube-apiserver",
            List.of(
                "IP:" + LOOPBACK,
                "IP:" + Network.HOST,
                "IP:" + Network.API_SERVICE,
                "DNS:localhost",
                "DNS:kubernetes.default.svc"));
    Identity toKubelet =
        certificates.issue("to-kubelet", "/O=system:masters/CN=kube-apiserver", List.of());
    Identity accounts = certificates.issue("service-accounts", "/CN=service-accounts", List.of());
    return List.of(
        "--etcd-servers=" + url("http", etcdPort),
        "--bind-address=" + LOOPBACK,
        "--secure-port=" + port,
        // what the service kubernetes leads to
        "--advertise-address=" + Network.HOST,
        "--service-cluster-ip-range=" + Network.SERVICES,
        "--tls-cert-file=" + server.certificate(),
        "--tls-private-key-file=" + server.key(),
        "--client-ca-file=" + certificates.authority(),
        "--kubelet-client-certificate=" + toKubelet.certificate(),
        "--kubelet-client-key=" + toKubelet.key(),
        "--egress-selector-config-file=" + egress,
        "--kubelet-preferred-address-types=InternalIP",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + accounts.certificate(),
        "--service-account-signing-key-file=" + accounts.key(),
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true");
  }

  static List<String> controllerManager(Certificates certificates, Path kubeconfig) {
    return List.of(
        "--kubeconfig=" + kubeconfig,
        "--secure-port=0",
        "--leader-elect=false",
        "--use-service-account-credentials",
        "--service-account-private-key-file="
            + certificates.authority().resolveSibling("service-accounts.key"),
        "--root-ca-file=" + certificates.authority(),
        // a node that is gone is known to be gone sooner than by default
        "--node-monitor-period=2s",
        "--node-monitor-grace-period=20s");
  }

  static List<String> scheduler(Path kubeconfig) {
    return List.of("--kubeconfig=" + kubeconfig, "--secure-port=0", "--leader-elect=false");
  }

  private static String url(String scheme, int port) {
    return "%s://%s:%d".formatted(scheme, LOOPBACK, port);
  }
}
