package dev.liteio.controller.rpc;

import csi.v1.ControllerPublishVolumeRequest;
import csi.v1.VolumeCapability;
import dev.liteio.controller.publish.PublishVolume;
import dev.liteio.controller.request.CapabilityRules;
import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.failure.NotFound;
import dev.liteio.volume.VolumeId;
import java.util.Optional;

/** Reading the smaller requests. Fields that are missing come before objects that are. */
final class Requests {

  private Requests() {}

  static void present(String field, String value) {
    if (value.isEmpty()) {
      throw new InvalidRequest(field + ": missing");
    }
  }

  /** The id; empty when no volume of ours can be called so. */
  static Optional<VolumeId> id(String text) {
    present("volume_id", text);
    return VolumeId.isWellFormed(text) ? Optional.of(new VolumeId(text)) : Optional.empty();
  }

  static VolumeId knownId(String text) {
    return id(text).orElseThrow(() -> new NotFound("volume '%s' does not exist".formatted(text)));
  }

  static PublishVolume.Wanted wanted(ControllerPublishVolumeRequest request) {
    Optional<VolumeId> id = id(request.getVolumeId());
    present("node_id", request.getNodeId());
    if (!request.hasVolumeCapability()) {
      throw new InvalidRequest("volume_capability: missing");
    }
    VolumeCapability capability = request.getVolumeCapability();
    String objection = CapabilityRules.objection(capability);
    if (objection != null) {
      throw new InvalidRequest(objection);
    }
    if (request.getReadonly()) {
      throw new InvalidRequest(
          "readonly: not supported on publish (expected: access mode SINGLE_NODE_READER_ONLY, or readonly in the Pod)");
    }
    return new PublishVolume.Wanted(
        id.orElseThrow(
            () -> new NotFound("volume '%s' does not exist".formatted(request.getVolumeId()))),
        request.getNodeId(),
        CapabilityRules.readsOnly(capability) ? Access.READ_ONLY : Access.READ_WRITE,
        CapabilityRules.mode(capability),
        capability.hasBlock() ? AccessType.BLOCK : AccessType.MOUNT);
  }
}
