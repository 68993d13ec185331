package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.Installation;
import dev.liteio.kubernetes.KubernetesClients;
import dev.liteio.kubernetes.ObjectClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.BoundObjectReference;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Somebody who writes objects as controller, agent and node plugin do, with these rights. */
record Component(KubernetesClient client) implements AutoCloseable {
  private static final String LABEL = "app.kubernetes.io/component";
  private static final long TEN_MINUTES = 600;

  /** With the token that the kubelet of a node gets for the component's Pod there. */
  static Component on(String node, Cluster cluster, String name) {
    return bound(cluster, name, pod -> node.equals(pod.getSpec().getNodeName()));
  }

  /** The same, of a Pod on whatever node. */
  static Component anywhere(Cluster cluster, String name) {
    return bound(cluster, name, pod -> pod.getSpec().getNodeName() != null);
  }

  /** With a token of the component's account that is bound to no Pod. */
  static Component unbound(Cluster cluster, String name) {
    return holding(cluster, name, null);
  }

  private static Component bound(Cluster cluster, String name, Predicate<Pod> condition) {
    Await.until(
        "a Pod of the %s has its node".formatted(name),
        User.PATIENCE,
        () -> pod(cluster, name, condition).isPresent(),
        () -> cluster.kubectl().run("get", "pods", "-n", Installation.RELEASE, "-o", "wide"));
    Pod pod = pod(cluster, name, condition).orElseThrow();
    return holding(
        cluster,
        name,
        new BoundObjectReference(
            "v1", "Pod", pod.getMetadata().getName(), pod.getMetadata().getUid()));
  }

  private static Optional<Pod> pod(Cluster cluster, String name, Predicate<Pod> condition) {
    return cluster
        .control()
        .client()
        .pods()
        .inNamespace(Installation.RELEASE)
        .withLabel(LABEL, name)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(condition)
        .findFirst();
  }

  private static Component holding(
      Cluster cluster, String name, @Nullable BoundObjectReference pod) {
    KubernetesClient admin = cluster.control().client();
    String token =
        admin
            .serviceAccounts()
            .inNamespace(Installation.RELEASE)
            .withName("liteio-" + name)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(TEN_MINUTES)
                    .withBoundObjectRef(pod)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return new Component(
        KubernetesClients.create(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(admin.getConfiguration().getMasterUrl())
                .withCaCertData(admin.getConfiguration().getCaCertData())
                .withOauthToken(token)
                .build()));
  }

  /** Changes spec and metadata of what is there. */
  <T extends HasMetadata> void edit(Class<T> kind, String name, Consumer<T> change) {
    changed(new ObjectClient<>(client, kind).edit(name, each(change)), name);
  }

  /** Changes the status of what is there. */
  <T extends HasMetadata> void editStatus(Class<T> kind, String name, Consumer<T> change) {
    changed(new ObjectClient<>(client, kind).editStatus(name, each(change)), name);
  }

  private static <T> UnaryOperator<T> each(Consumer<T> change) {
    return object -> {
      change.accept(object);
      return object;
    };
  }

  private static void changed(Optional<?> now, String name) {
    if (now.isEmpty()) {
      throw new AssertionError("there is no " + name + " to change");
    }
  }

  <T extends HasMetadata> void delete(Class<T> kind, String name) {
    new ObjectClient<>(client, kind).delete(name);
  }

  @Override
  public void close() {
    client.close();
  }
}
