package dev.liteio.controller.request;

import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.AccessMode.Mode;
import dev.liteio.crd.AccessType;
import dev.liteio.failure.InvalidRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which volume capabilities we can give. */
public final class CapabilityRules {

  private static final Set<Mode> SINGLE_NODE =
      Set.of(
          Mode.SINGLE_NODE_WRITER,
          Mode.SINGLE_NODE_READER_ONLY,
          Mode.SINGLE_NODE_SINGLE_WRITER,
          Mode.SINGLE_NODE_MULTI_WRITER);

  private CapabilityRules() {}

  /** Why a capability cannot be given; null when it can. */
  public static @Nullable String objection(VolumeCapability capability) {
    if (!capability.hasBlock() && !capability.hasMount()) {
      return "volume_capability: neither block nor mount (expected: one of them)";
    }
    Mode mode = capability.getAccessMode().getMode();
    if (!capability.hasAccessMode() || mode == Mode.UNKNOWN) {
      return "volume_capability: no access_mode";
    }
    if (!SINGLE_NODE.contains(mode)) {
      return "access mode %s (expected: one of a single node; a volume is used on one node at a time)"
          .formatted(mode);
    }
    String type = capability.getMount().getFsType();
    if (capability.hasMount() && !type.isEmpty()) {
      try {
        StorageClassParameters.fileSystem(type);
      } catch (InvalidRequest e) {
        return e.explanation();
      }
    }
    return null;
  }

  /** All of them can be given, and together. */
  public static AccessType check(List<VolumeCapability> capabilities) {
    if (capabilities.isEmpty()) {
      throw new InvalidRequest("volume_capabilities: empty (expected: at least one)");
    }
    for (VolumeCapability capability : capabilities) {
      String objection = objection(capability);
      if (objection != null) {
        throw new InvalidRequest(objection);
      }
    }
    boolean block = capabilities.get(0).hasBlock();
    if (capabilities.stream().anyMatch(capability -> capability.hasBlock() != block)) {
      throw new InvalidRequest(
          "volume_capabilities: block and mount together (expected: one of them)");
    }
    return block ? AccessType.BLOCK : AccessType.MOUNT;
  }

  /** The access mode by its CSI name. */
  public static String mode(VolumeCapability capability) {
    return capability.getAccessMode().getMode().name();
  }

  /** Whether a mode only reads. */
  public static boolean readsOnly(VolumeCapability capability) {
    return capability.getAccessMode().getMode() == Mode.SINGLE_NODE_READER_ONLY;
  }
}
