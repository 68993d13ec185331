package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.Volume;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.OperationPending;
import dev.liteio.volume.VolumeId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Volumes page by page, in the order of their ids. */
public final class ListVolumes {

  private static final String TOKEN = "after:";

  private final Cluster cluster;

  public ListVolumes(Cluster cluster) {
    this.cluster = cluster;
  }

  /** A volume and the nodes it is published on. */
  public record Entry(Volume volume, List<String> nodes) {}

  /**
   * Some of them.
   *
   * @param next where to go on; empty = that was all
   */
  public record Page(List<Entry> entries, String next) {}

  /** At most {@code most} (0 = all) behind {@code token}. */
  public Page list(int most, String token) {
    if (most < 0) {
      throw new InvalidRequest("max_entries: %d (expected: >= 0)".formatted(most));
    }
    String after = position(token);
    List<Volume> rest =
        cluster.volumes().list().stream()
            .filter(volume -> volume.getMetadata().getName().compareTo(after) > 0)
            .sorted(Comparator.comparing(volume -> volume.getMetadata().getName()))
            .toList();
    boolean all = most == 0 || rest.size() <= most;
    List<Volume> page = all ? rest : rest.subList(0, most);
    Map<String, List<String>> nodes = page.isEmpty() ? Map.of() : nodesByVolume();
    List<Entry> entries = page.stream().map(volume -> entry(volume, nodes)).toList();
    return new Page(entries, all ? "" : TOKEN + page.get(most - 1).getMetadata().getName());
  }

  private static String position(String token) {
    if (token.isEmpty()) {
      return "";
    }
    if (!token.startsWith(TOKEN) || !VolumeId.isWellFormed(token.substring(TOKEN.length()))) {
      // ABORTED is what CSI wants: begin again without a token
      throw new OperationPending(
          "starting_token '%s' (expected: one that ListVolumes answered)".formatted(token));
    }
    return token.substring(TOKEN.length());
  }

  private Map<String, List<String>> nodesByVolume() {
    return cluster.attachments().list().stream()
        .collect(
            Collectors.groupingBy(
                attachment -> attachment.getSpec().volume(),
                Collectors.mapping(
                    attachment -> attachment.getSpec().node(), Collectors.toList())));
  }

  private static Entry entry(Volume volume, Map<String, List<String>> nodes) {
    return new Entry(volume, nodes.getOrDefault(volume.getMetadata().getName(), List.of()));
  }

  /** One of them. */
  public Entry get(VolumeId id) {
    Volume volume =
        cluster
            .volumes()
            .get(id.value())
            .orElseThrow(() -> new NotFound("volume %s does not exist".formatted(id)));
    Optional<Attachment> attachment = cluster.attachments().get(id.value());
    return new Entry(volume, attachment.map(a -> List.of(a.getSpec().node())).orElse(List.of()));
  }
}
