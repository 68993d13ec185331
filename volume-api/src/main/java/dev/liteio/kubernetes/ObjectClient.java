package dev.liteio.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cluster-scoped objects of one kind. Every change is compare-and-set: it carries the
 * resourceVersion that was read, and is tried again on what is there when somebody else was faster.
 * There is no write that the last one wins.
 */
public final class ObjectClient<T extends HasMetadata> {

  private static final int ATTEMPTS = 10;

  private final MixedOperation<T, KubernetesResourceList<T>, Resource<T>> objects;
  private final KubernetesSerialization serialization;
  private final String kind;

  public ObjectClient(KubernetesClient client, Class<T> type) {
    this.objects = client.resources(type);
    this.serialization = client.getKubernetesSerialization();
    this.kind = HasMetadata.getKind(type);
  }

  /**
   * The object of that name, read from the API server.
   *
   * @throws KubernetesClientException also when the server does not know the kind: with its
   *     definition gone, nothing is known about any object of it
   */
  public Optional<T> get(String name) {
    if (!ObjectName.isPossible(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(objects.withName(name).require());
    } catch (ResourceNotFoundException e) {
      if (e.getCause() instanceof KubernetesClientException answer) {
        if (isAbsent(answer)) {
          return Optional.empty();
        }
        throw answer;
      }
      throw e;
    }
  }

  /**
   * A 404 about an object names it. One that names nothing may be about a kind that is not served,
   * or come from an in-memory server of few words: the kind is asked for.
   */
  private boolean isAbsent(KubernetesClientException answer) {
    if (answer.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
      return false;
    }
    Status status = answer.getStatus();
    if (status == null || status.getDetails() == null || status.getDetails().getName() == null) {
      var _ = objects.list(new ListOptionsBuilder().withLimit(1L).build());
    }
    return true;
  }

  /** All of them, consistently. */
  public List<T> list() {
    return objects.list().getItems();
  }

  /** Those that carry all these labels, consistently. */
  public List<T> list(Map<String, String> labels) {
    return objects.withLabels(labels).list().getItems();
  }

  /**
   * Creates an object.
   *
   * @return empty when one of that name exists: look at it, it may be somebody else's
   */
  public Optional<T> create(T object) {
    try {
      return Optional.of(objects.resource(object).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Changes an object's spec and metadata.
   *
   * @param change gets a copy of what is there and may be asked again; what it returns unchanged is
   *     not written
   * @return what is there now; empty when there is no such object
   */
  public Optional<T> edit(String name, UnaryOperator<T> change) {
    return write(name, change, false);
  }

  /**
   * Changes what was read; otherwise as {@link #edit(String, UnaryOperator)}. One request, unless
   * somebody else was faster or there is nothing to write: then what is there counts.
   */
  public Optional<T> edit(T read, UnaryOperator<T> change) {
    T changed = change.apply(serialization.clone(read));
    return (changed.equals(read) ? Optional.<T>empty() : replace(changed))
        .or(() -> edit(read.getMetadata().getName(), change));
  }

  /**
   * Changes the status of what was read; otherwise as {@link #edit(HasMetadata, UnaryOperator)}.
   */
  public Optional<T> editStatus(T read, UnaryOperator<T> change) {
    T changed = change.apply(serialization.clone(read));
    return (changed.equals(read) ? Optional.<T>empty() : replaceStatus(changed))
        .or(() -> editStatus(read.getMetadata().getName(), change));
  }

  /** Changes an object's status; otherwise as {@link #edit(String, UnaryOperator)}. */
  public Optional<T> editStatus(String name, UnaryOperator<T> change) {
    return write(name, change, true);
  }

  private Optional<T> write(String name, UnaryOperator<T> change, boolean status) {
    for (int attempt = 1; ; attempt++) {
      Optional<T> read = get(name);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      T current = read.get();
      T changed = change.apply(serialization.clone(current));
      if (changed.equals(current)) {
        return Optional.of(current);
      }
      try {
        changed.getMetadata().setResourceVersion(current.getMetadata().getResourceVersion());
        return Optional.ofNullable(put(changed, status));
      } catch (KubernetesClientException e) {
        if (isAbsent(e)) {
          return Optional.empty();
        }
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Null from servers that answer nothing when the last finalizer went, and the object with it. */
  private @Nullable T put(T changed, boolean status) {
    String version = changed.getMetadata().getResourceVersion();
    var locked = objects.resource(changed).lockResourceVersion(version);
    return status ? locked.updateStatus() : locked.update();
  }

  /**
   * Writes exactly what was changed on top of what was read, once.
   *
   * @return empty when somebody else was faster, or the object is gone
   */
  public Optional<T> replace(T changed) {
    try {
      return Optional.ofNullable(put(changed, false));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || isAbsent(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Writes exactly this status on top of what was read, once; otherwise as {@link #replace}. One
   * request, where {@link #editStatus} reads first.
   */
  public Optional<T> replaceStatus(T changed) {
    try {
      return Optional.ofNullable(put(changed, true));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || isAbsent(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Asks for the deletion of an object; its finalizers decide when it goes. */
  public void delete(String name) {
    objects.withName(name).delete();
  }

  /**
   * Asks for the deletion of exactly what was read.
   *
   * @return false when it changed meanwhile, or another one has its name by now
   */
  public boolean delete(T observed) {
    try {
      objects
          .resource(observed)
          .lockResourceVersion(observed.getMetadata().getResourceVersion())
          .delete();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || isAbsent(e)) {
        return false;
      }
      throw e;
    }
  }

  /** What these objects are, such as {@code LogicalVolume}. */
  public String kind() {
    return kind;
  }
}
