package dev.liteio.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects of one kind, kept up to date: one consistent list (no resourceVersion=0) and a watch
 * behind it. What it holds may be old; what decides about data is read from the API server.
 */
public final class ObjectWatch<T extends HasMetadata> implements AutoCloseable {

  // asking page by page also keeps the client from asking for resourceVersion=0, which an API
  // server
  // answers from a cache that may be older than what we have acted on
  private static final long PAGE = 500;

  private final SharedIndexInformer<T> informer;

  /**
   * A watch that has not begun yet.
   *
   * @param labels what the objects have to carry; empty = all of the kind
   * @param changed told of every object that comes, changes or goes
   */
  public ObjectWatch(
      KubernetesClient client, Class<T> type, Map<String, String> labels, Consumer<T> changed) {
    var objects = client.resources(type);
    this.informer =
        labels.isEmpty()
            ? objects.withLimit(PAGE).runnableInformer(0)
            : objects.withLabels(labels).withLimit(PAGE).runnableInformer(0);
    informer.addEventHandler(new Changes<>(changed));
    // the watch goes on for ever: a list that fails is tried again
    informer.exceptionHandler((started, error) -> true);
  }

  /** Lists, then watches; returns when the first list is complete. */
  public void start() {
    informer.run();
  }

  /** Lists and watches in the background, so that the API server may be away when we start. */
  public void startInBackground() {
    var _ = informer.start();
  }

  /** Whether the first list is complete. */
  public boolean isSynced() {
    return informer.hasSynced();
  }

  /** The object of that name, as it was last seen. */
  public Optional<T> get(String name) {
    return Optional.ofNullable(informer.getStore().getByKey(name));
  }

  /** All of them, as they were last seen. */
  public List<T> list() {
    return informer.getStore().list();
  }

  @Override
  public void close() {
    informer.stop();
  }

  private record Changes<T>(Consumer<T> changed) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      changed.accept(object);
    }

    @Override
    public void onUpdate(T before, T object) {
      changed.accept(object);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      changed.accept(object);
    }
  }
}
