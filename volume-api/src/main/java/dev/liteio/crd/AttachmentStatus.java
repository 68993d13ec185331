package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.liteio.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the consumer's csi-node sees.
 *
 * @param observedGeneration the generation of the spec this is about
 * @param staged whether the volume is staged on its node
 * @param device the kernel's name of the device, such as {@code /dev/nvme0n1}
 * @param paths one for each controller
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttachmentStatus(
    @Nullable Long observedGeneration,
    @Nullable Boolean staged,
    @Nullable String device,
    @Nullable List<PathStatus> paths,
    @Nullable List<Condition> conditions) {

  /**
   * The same with the condition Ready, which is True while the volume is staged and a path is up.
   *
   * @param before the conditions as last written: one that stays keeps its date
   */
  public AttachmentStatus withReadiness(@Nullable List<Condition> before, Instant now) {
    List<PathStatus> all = paths == null ? List.of() : paths;
    long live = all.stream().filter(path -> PathStatus.LIVE.equals(path.state())).count();
    boolean here = Boolean.TRUE.equals(staged);
    String seen =
        "%d of %d paths to the target are up".formatted(live, all.size())
            + (live == 0 ? ": reads and writes wait" : "");
    List<Condition> dated =
        Conditions.upsert(
            before,
            Conditions.READY,
            here && live > 0,
            !here ? "NotStaged" : live > 0 ? "Staged" : "NoPath",
            here ? seen : "the volume is not staged on its node",
            observedGeneration == null ? 0 : observedGeneration,
            now);
    return new AttachmentStatus(observedGeneration, staged, device, paths, dated);
  }
}
