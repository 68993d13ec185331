package dev.liteio.cli.doctor;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a cluster; what may not be read, or is not there, is a fact as well. */
public final class ClusterReader {

  private static final String OURS = "app.kubernetes.io/name=liteio";

  private final KubernetesClient client;

  /** Reads with the rights of that client. */
  public ClusterReader(KubernetesClient client) {
    this.client = client;
  }

  /** All that is looked at. */
  public ClusterFacts read() {
    Reading<ApiAnswer> api = ApiProbe.ask(client);
    if (api instanceof Reading.Unreadable<ApiAnswer>(String why)) {
      return ClusterFacts.unreachable(why); // every further question would wait as long
    }
    return new ClusterFacts(
        api,
        list(() -> client.apiextensions().v1().customResourceDefinitions()),
        driver(),
        list(() -> client.storage().v1().storageClasses()),
        list(() -> client.resources(ValidatingAdmissionPolicy.class).withLabelSelector(OURS)),
        list(client::persistentVolumes),
        list(client::nodes),
        list(() -> client.pods().inAnyNamespace().withLabelSelector(OURS)),
        list(() -> client.resources(StoragePool.class)),
        list(() -> client.resources(Volume.class)),
        list(() -> client.resources(LogicalVolume.class)),
        list(() -> client.resources(Attachment.class)));
  }

  private Reading<Optional<io.fabric8.kubernetes.api.model.storage.CSIDriver>> driver() {
    return attempt(
        () -> Optional.ofNullable(client.storage().v1().csiDrivers().withName(Driver.NAME).get()));
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> Reading<List<T>> list(
      Supplier<? extends Listable<L>> objects) {
    return attempt(() ->
        objects.get().list().getItems().stream()
            .sorted(Comparator.comparing(each -> each.getMetadata().getName()))
            .toList());
  }

  private static <T> Reading<T> attempt(Supplier<T> question) {
    try {
      return Reading.of(question.get());
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_FORBIDDEN -> Reading.unreadable("you may not read them");
        case HttpURLConnection.HTTP_NOT_FOUND ->
            Reading.unreadable("the cluster does not know that kind");
        default -> Reading.unreadable(String.valueOf(e.getMessage()));
      };
    }
  }
}
