package dev.liteio.volume;

import java.util.Map;

/**
 * What ControllerPublishVolume tells NodeStageVolume: identity, never location and never a secret
 * (everybody who may read VolumeAttachments reads it, and it may be older than the last move of the
 * volume).
 *
 * @param attachment the name of the Attachment
 * @param attachmentUid of that very Attachment: one made later under the same name is another
 * @param host who the node is to the targets
 */
public record PublishContext(String attachment, String attachmentUid, HostIdentity host) {
  private static final String ATTACHMENT = "liteio.dev/attachment";
  private static final String ATTACHMENT_UID = "liteio.dev/attachment-uid";
  private static final String HOST_ID = "liteio.dev/host-id";

  /**
   * Reads what {@link #toMap} wrote; keys of others are left alone.
   *
   * @throws IllegalArgumentException when one of ours is missing or malformed
   */
  public static PublishContext parse(Map<String, String> context) {
    return new PublishContext(
        demand(context, ATTACHMENT),
        demand(context, ATTACHMENT_UID),
        HostIdentity.parse(demand(context, HOST_ID)));
  }

  private static String demand(Map<String, String> context, String key) {
    String value = context.get(key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "publish_context: no %s (expected: what ControllerPublishVolume answered); keys seen: %s"
              .formatted(key, context.keySet().stream().sorted().toList()));
    }
    return value;
  }

  /** As CSI carries it. */
  public Map<String, String> toMap() {
    return Map.of(ATTACHMENT, attachment, ATTACHMENT_UID, attachmentUid, HOST_ID, host.hostId());
  }
}
