package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;

/** PersistentVolumeClaims as a user writes them. */
final class UserClaims {
  private static final String NAMESPACE = "default";
  private static final Duration DEADLINE = Duration.ofMinutes(8);

  private final KubernetesClient client;

  private UserClaims(KubernetesClient client) {
    this.client = client;
  }

  static UserClaims of(Cluster cluster) {
    return new UserClaims(cluster.control().client());
  }

  /** Claims a file system of that size, such as {@code 128Mi}. */
  void create(String name, String size) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .withStorageClassName(InstalledDriver.STORAGE_CLASS)
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", new Quantity(size))
            .endResources()
            .endSpec()
            .build();
    client.resource(claim).create();
  }

  PersistentVolumeClaim get(String name) {
    return claim(name).get();
  }

  /** Deletes a claim; its PersistentVolume is gone too when this returns. */
  void delete(String name) {
    String volume = get(name).getSpec().getVolumeName();
    claim(name).delete();
    Await.until(
        "claim " + name + " and its volume are gone",
        DEADLINE,
        () -> get(name) == null && client.persistentVolumes().withName(volume).get() == null,
        () -> get(name) + " " + client.persistentVolumes().withName(volume).get());
  }

  private Resource<PersistentVolumeClaim> claim(String name) {
    return client.persistentVolumeClaims().inNamespace(NAMESPACE).withName(name);
  }
}
