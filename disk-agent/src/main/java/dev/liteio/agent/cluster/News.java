package dev.liteio.agent.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells news from the echo of our own statuses: a pass over a thousand volumes that wrote a
 * thousand statuses must not lead to a thousand more.
 */
final class News {

  private final Map<String, Mark> seen = new ConcurrentHashMap<>();

  private record Mark(
      @Nullable Long generation, @Nullable String deleted, @Nullable List<String> finalizers) {}

  /**
   * Whether something changed that we have not caused by a status.
   *
   * @param present the object as the watch holds it; empty when it is gone
   */
  boolean isNews(HasMetadata object, Optional<? extends HasMetadata> present) {
    var meta = object.getMetadata();
    String key = object.getKind() + "/" + meta.getUid();
    if (present.isEmpty()) {
      seen.remove(key);
      return true;
    }
    Mark mark = new Mark(meta.getGeneration(), meta.getDeletionTimestamp(), meta.getFinalizers());
    return !Objects.equals(seen.put(key, mark), mark);
  }
}
