package dev.liteio.cli.explain;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the API server: who may not read something is told the rest, and what is missing. */
final class Questions {
  private final Set<String> refused = new TreeSet<>();

  /** An object of that kind; null = there is none, or it may not be read. */
  <T> @Nullable T one(String kind, Supplier<@Nullable T> question) {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      forgive(kind, e);
      return null;
    }
  }

  /** Objects of that kind; none when they may not be read. */
  <T> List<T> all(String kind, Supplier<List<T>> question) {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      forgive(kind, e);
      return List.of();
    }
  }

  private void forgive(String kind, KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
      throw e;
    }
    refused.add(kind);
  }

  /** The kinds that may not be read. */
  Set<String> refused() {
    return Set.copyOf(refused);
  }
}
