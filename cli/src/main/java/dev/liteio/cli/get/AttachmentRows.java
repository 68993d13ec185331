package dev.liteio.cli.get;

import dev.liteio.cli.report.Table;
import dev.liteio.crd.Access;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentSpec;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.PathStatus;
import dev.liteio.kubernetes.Finalizers;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Attachments in lines. */
record AttachmentRows(Inventory inventory, Instant now) {

  private static final String LIVE = "live";

  Table table(Predicate<String> names) {
    return Table.of(
        inventory.attachments().stream()
            .filter(each -> names.test(Inventory.name(each)))
            .map(this::row)
            .toList(),
        "NAME",
        "HOST",
        "ACCESS",
        "STATE",
        "PATHS",
        "CLAIM",
        "AGE",
        "+VOLUME",
        "+DEVICE",
        "+ENDPOINTS",
        "REASON");
  }

  private List<String> row(Attachment attachment) {
    AttachmentSpec spec = attachment.getSpec();
    if (spec == null) {
      return List.of(
          Inventory.name(attachment),
          "?",
          "?",
          "?",
          "-",
          "-",
          Listing.age(attachment, now),
          "-",
          "-",
          "-",
          "it has no spec");
    }
    List<PathStatus> paths = paths(attachment);
    AttachmentStatus status = attachment.getStatus();
    return List.of(
        Inventory.name(attachment),
        Listing.orDash(spec.node()),
        spec.access() == Access.READ_ONLY ? "ReadOnly" : "ReadWrite",
        state(attachment),
        paths.isEmpty() ? "-" : "%d/%d live".formatted(live(paths), paths.size()),
        inventory.claim(Objects.toString(spec.volume(), "")),
        Listing.age(attachment, now),
        Listing.orDash(spec.volume()),
        Listing.orDash(status == null ? null : status.device()),
        Listing.joined(paths.stream().map(PathStatus::endpoint).toList()),
        reason(attachment, paths));
  }

  private static List<PathStatus> paths(Attachment attachment) {
    AttachmentStatus status = attachment.getStatus();
    return status == null || status.paths() == null ? List.of() : status.paths();
  }

  private static long live(List<PathStatus> paths) {
    return paths.stream().filter(path -> LIVE.equals(path.state())).count();
  }

  private static boolean isRevoked(Attachment attachment) {
    return attachment.getSpec() != null && attachment.getSpec().revokeOrFalse();
  }

  private static String state(Attachment attachment) {
    if (isRevoked(attachment)) {
      return "Revoking";
    }
    AttachmentStatus status = attachment.getStatus();
    return status != null && Boolean.TRUE.equals(status.staged()) ? "Staged" : "Published";
  }

  private static String reason(Attachment attachment, List<PathStatus> paths) {
    if (isRevoked(attachment)) {
      return "waits until the target has proven that this host is out";
    }
    if (Finalizers.isBeingDeleted(attachment)) {
      return "deleted by hand: stays in force until its Pods are gone";
    }
    if (live(paths) == paths.size()) {
      return "-";
    }
    return paths.stream()
            .filter(path -> !LIVE.equals(path.state()))
            .map(path -> "%s is %s".formatted(path.endpoint(), path.state()))
            .collect(Collectors.joining(", "))
        + (live(paths) == 0 ? ": reads and writes wait until the target is back" : "");
  }
}
