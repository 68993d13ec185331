package dev.liteio.node.volume;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.PublishContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this node has begun with a volume; written before the first step, so that everything can be
 * undone even when nobody else remembers the volume.
 *
 * @param volume the volume id
 * @param attachment the Attachment it was staged for
 * @param attachmentUid of that very Attachment
 * @param hostId the host identity of its connections
 * @param legUuid the identity of its leg
 * @param stagingPath where it is staged
 * @param use as what
 * @param readOnly whether the Attachment or the mode forbids writes
 * @param targets where it is published, and whether read-only
 */
public record StagedVolume(
    String volume,
    String attachment,
    String attachmentUid,
    String hostId,
    String legUuid,
    String stagingPath,
    Use use,
    boolean readOnly,
    Map<String, Boolean> targets) {
  public StagedVolume {
    targets = Map.copyOf(targets);
    HostIdentity.parse(hostId);
    LegIdentity.parse(legUuid);
  }

  /** Who the node is to the target. */
  @JsonIgnore
  public HostIdentity host() {
    return HostIdentity.parse(hostId);
  }

  /** The leg. */
  @JsonIgnore
  public LegIdentity leg() {
    return LegIdentity.parse(legUuid);
  }

  /** Whether it was staged for that Attachment. */
  public boolean isFor(PublishContext context) {
    return attachment.equals(context.attachment())
        && attachmentUid.equals(context.attachmentUid())
        && hostId.equals(context.host().hostId());
  }

  /** The same, published there too. */
  public StagedVolume publishedAt(String target, boolean targetReadOnly) {
    var more = new LinkedHashMap<>(targets);
    more.put(target, targetReadOnly);
    return withTargets(more);
  }

  /** The same, not published there. */
  public StagedVolume notPublishedAt(String target) {
    var less = new LinkedHashMap<>(targets);
    less.remove(target);
    return withTargets(less);
  }

  private StagedVolume withTargets(Map<String, Boolean> now) {
    return new StagedVolume(
        volume, attachment, attachmentUid, hostId, legUuid, stagingPath, use, readOnly, now);
  }
}
