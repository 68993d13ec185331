package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who uses a volume, as what, and where its legs are served now.
 *
 * @param volume the Volume
 * @param node the consumer's node
 * @param hostId the host identity of this Attachment, never used again
 * @param access whether it may write
 * @param accessMode the CSI access mode it was published with
 * @param accessType block or mount
 * @param legs where each leg is served now; changes when a leg moves
 * @param revoke set by ControllerUnpublish alone: without it the deletion of this object changes
 *     nothing
 */
@ValidationRule(
    value = "self.volume == oldSelf.volume",
    message = "volume never changes",
    fieldPath = ".volume")
@ValidationRule(
    value = "self.node == oldSelf.node",
    message = "node never changes",
    fieldPath = ".node")
@ValidationRule(
    value = "self.hostId == oldSelf.hostId",
    message = "hostId never changes",
    fieldPath = ".hostId")
@ValidationRule(
    value = "self.access == oldSelf.access",
    message = "access never changes",
    fieldPath = ".access")
@ValidationRule(
    value = "self.accessMode == oldSelf.accessMode",
    message = "accessMode never changes",
    fieldPath = ".accessMode")
@ValidationRule(
    value = "self.accessType == oldSelf.accessType",
    message = "accessType never changes",
    fieldPath = ".accessType")
@ValidationRule(
    value = "!(has(oldSelf.revoke) && oldSelf.revoke) || (has(self.revoke) && self.revoke)",
    message = "a revocation that was ordered cannot be taken back",
    fieldPath = ".revoke")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttachmentSpec(
    @Required @SelectableField String volume,
    @Required @SelectableField String node,
    @Required String hostId,
    @Required Access access,
    @Required String accessMode,
    @Required AccessType accessType,
    @Nullable List<ServedLeg> legs,
    @Nullable Boolean revoke) {

  /** An Attachment that is in force. */
  public AttachmentSpec(
      String volume,
      String node,
      String hostId,
      Access access,
      String accessMode,
      AccessType accessType,
      @Nullable List<ServedLeg> legs) {
    this(volume, node, hostId, access, accessMode, accessType, legs, null);
  }

  /** Whether its host is being shut out. */
  public boolean revokeOrFalse() {
    return Boolean.TRUE.equals(revoke);
  }

  /** The same, its host to be shut out. */
  public AttachmentSpec revoked() {
    return new AttachmentSpec(volume, node, hostId, access, accessMode, accessType, legs, true);
  }

  /** Where the legs are served, never absent. */
  public List<ServedLeg> legsOrEmpty() {
    return legs == null ? List.of() : legs;
  }

  /** The same, with the legs served there. */
  public AttachmentSpec withLegs(List<ServedLeg> served) {
    return new AttachmentSpec(
        volume, node, hostId, access, accessMode, accessType, List.copyOf(served), revoke);
  }
}
