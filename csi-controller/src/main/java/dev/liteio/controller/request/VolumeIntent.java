package dev.liteio.controller.request;

import csi.v1.CreateVolumeRequest;
import csi.v1.VolumeCapability;
import dev.liteio.crd.AccessType;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.volume.VolumeId;
import java.util.List;
import java.util.regex.Pattern;

/** What CreateVolume asks for. */
public record VolumeIntent(
    VolumeId id,
    String csiName,
    SizeRange size,
    AccessType accessType,
    List<String> accessModes,
    StorageClassParameters parameters,
    Accessibility accessibility) {

  private static final int NAME_LIMIT = 128;
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]");

  public VolumeIntent {
    accessModes = List.copyOf(accessModes);
  }

  /** Reads a request; everything that can be wrong with it alone is found here. */
  public static VolumeIntent parse(CreateVolumeRequest request) {
    String name = request.getName();
    if (name.isEmpty()) {
      throw new InvalidRequest("name: missing");
    }
    if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > NAME_LIMIT
        || FORBIDDEN.matcher(name).find()) {
      throw new InvalidRequest(
          "name: more than %d bytes, or control characters".formatted(NAME_LIMIT));
    }
    AccessType type = CapabilityRules.check(request.getVolumeCapabilitiesList());
    if (request.hasVolumeContentSource()) {
      throw new InvalidRequest("volume_content_source: snapshots and clones are not supported yet");
    }
    if (!request.getModifyParametersMap().isEmpty()) {
      throw new InvalidRequest("mutable_parameters: none are supported");
    }
    return new VolumeIntent(
        VolumeId.ofCsiName(name),
        name,
        SizeRange.parse(request.getCapacityRange(), request.hasCapacityRange()),
        type,
        modes(request.getVolumeCapabilitiesList()),
        StorageClassParameters.parse(request.getParametersMap()),
        request.hasAccessibilityRequirements()
            ? Accessibility.parse(request.getAccessibilityRequirements())
            : Accessibility.ANYWHERE);
  }

  private static List<String> modes(List<VolumeCapability> capabilities) {
    return capabilities.stream().map(CapabilityRules::mode).distinct().sorted().toList();
  }
}
