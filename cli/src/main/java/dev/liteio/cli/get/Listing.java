package dev.liteio.cli.get;

import dev.liteio.cli.report.Age;
import dev.liteio.cli.report.Table;
import dev.liteio.crd.Endpoint;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables of an inventory. The columns are those of {@code kubectl get}, where a column can be
 * computed from one object; the reason stands last, because it is a sentence.
 */
public final class Listing {

  private final Inventory inventory;
  private final Instant now;

  /** Of that inventory, with ages as of {@code now}. */
  public Listing(Inventory inventory, Instant now) {
    this.inventory = inventory;
    this.now = now;
  }

  /** The table of a kind. */
  public Table of(Kind kind) {
    return of(kind, name -> true);
  }

  /** The line of one object, below the headings. */
  public Table of(Kind kind, String name) {
    return of(kind, name::equals);
  }

  /** The lines of some objects, below the headings. */
  public Table of(Kind kind, Set<String> names) {
    return of(kind, names::contains);
  }

  private Table of(Kind kind, Predicate<String> names) {
    return switch (kind) {
      case POOLS -> new PoolRows(inventory, now).table(names);
      case VOLUMES -> new VolumeRows(inventory, now).table(names);
      case LOGICAL_VOLUMES -> new LogicalVolumeRows(inventory, now).table(names);
      case ATTACHMENTS -> new AttachmentRows(inventory, now).table(names);
    };
  }

  static String size(@Nullable Long bytes) {
    return bytes == null || bytes < 0 ? "?" : new ByteSize(bytes).rounded();
  }

  static String age(HasMetadata object, Instant now) {
    return Age.of(object.getMetadata().getCreationTimestamp(), now);
  }

  static String orDash(@Nullable Object value) {
    String text = Objects.toString(value, "");
    return text.isBlank() ? "-" : text.replaceAll("\\s+", " ");
  }

  static String joined(Collection<String> words) {
    return orDash(words.stream().distinct().collect(Collectors.joining(",")));
  }

  static String endpoints(@Nullable List<Endpoint> endpoints) {
    return endpoints == null ? "-" : joined(endpoints.stream().map(Endpoint::toString).toList());
  }
}
