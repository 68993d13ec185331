package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;

/** Pods as a user writes them: a shell script in the small image. */
final class UserPods {
  static final String IMAGE = "liteio.test/busybox:1";

  private static final String NAMESPACE = "default";
  private static final Duration DEADLINE = Duration.ofMinutes(8);

  private final KubernetesClient client;

  private UserPods(KubernetesClient client) {
    this.client = client;
  }

  static UserPods of(Cluster cluster) {
    return new UserPods(cluster.control().client());
  }

  /** Creates a Pod for that node which runs the script once. */
  void start(String name, String node, String script) {
    client.resource(pod(name, node, script).build()).create();
  }

  /** The same with the file system of a claim at {@code /data}. */
  void startWithVolume(String name, String node, String claim, String script) {
    client
        .resource(
            pod(name, node, script)
                .editSpec()
                .editContainer(0)
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .endVolume()
                .endSpec()
                .build())
        .create();
  }

  private static PodBuilder pod(String name, String node, String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .addToNodeSelector("kubernetes.io/hostname", node)
        .withRestartPolicy("Never")
        .withTerminationGracePeriodSeconds(1L)
        .addNewContainer()
        .withName("main")
        .withImage(IMAGE)
        .withCommand("/bin/sh", "-c", script)
        .endContainer()
        .endSpec();
  }

  Pod awaitRunning(String name) {
    return await(name, "Running");
  }

  Pod awaitSucceeded(String name) {
    return await(name, "Succeeded");
  }

  private Pod await(String name, String phase) {
    PodResource pod = pod(name);
    Await.until(
        "pod " + name + " is " + phase,
        DEADLINE,
        () -> phase.equals(pod.get().getStatus().getPhase()),
        () -> String.valueOf(pod.get().getStatus()));
    return pod.get();
  }

  /** Deletes a Pod; it is gone when this returns. */
  void delete(String name) {
    pod(name).delete();
    Await.until(
        "pod " + name + " is gone",
        DEADLINE,
        () -> pod(name).get() == null,
        () -> String.valueOf(pod(name).get()));
  }

  private PodResource pod(String name) {
    return client.pods().inNamespace(NAMESPACE).withName(name);
  }
}
