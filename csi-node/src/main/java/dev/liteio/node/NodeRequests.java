package dev.liteio.node;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.VolumeCapability;
import dev.liteio.crd.AccessType;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.node.filesystem.FilesystemType;
import dev.liteio.node.volume.Publisher;
import dev.liteio.node.volume.Stager;
import dev.liteio.node.volume.Use;
import dev.liteio.node.volume.UseMode;
import dev.liteio.volume.PublishContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads requests. What is missing or malformed is INVALID_ARGUMENT before anything is looked at;
 * whether it exists comes later.
 */
final class NodeRequests {
  // of Linux: NAME_MAX, and PATH_MAX without the byte that ends a path
  private static final int NAME_LIMIT = 255;
  private static final int PATH_LIMIT = 4095;

  private NodeRequests() {}

  static Stager.Request stage(NodeStageVolumeRequest request) {
    String volume = volume(request.getVolumeId());
    String staging = path("staging_target_path", request.getStagingTargetPath());
    Use use = use(request.hasVolumeCapability(), request.getVolumeCapability());
    return new Stager.Request(volume, context(request.getPublishContextMap()), staging, use);
  }

  static Publisher.Request publish(NodePublishVolumeRequest request) {
    String volume = volume(request.getVolumeId());
    String target = path("target_path", request.getTargetPath());
    Use use = use(request.hasVolumeCapability(), request.getVolumeCapability());
    String staging = path("staging_target_path", request.getStagingTargetPath());
    return new Publisher.Request(
        volume,
        context(request.getPublishContextMap()),
        staging,
        target,
        use,
        request.getReadonly() || use.mode().readOnly());
  }

  /** Any text that is there: an id that is none of ours names no volume, which is NOT_FOUND. */
  static String volume(String id) {
    return present("volume_id", id);
  }

  static String path(String field, String value) {
    try {
      Path path = Path.of(present(field, value));
      if (!path.isAbsolute() || !path.equals(path.normalize())) {
        throw new InvalidRequest(
            "%s: '%s' (expected: an absolute path without . and ..)".formatted(field, value));
      }
      checkLength(field, path);
      return path.toString();
    } catch (InvalidPathException e) {
      throw new InvalidRequest("%s: not a path: %s".formatted(field, e.getReason()), e);
    }
  }

  private static void checkLength(String field, Path path) {
    if (bytes(path) > PATH_LIMIT) {
      throw new InvalidRequest(
          "%s: %d bytes (expected: at most %d)".formatted(field, bytes(path), PATH_LIMIT));
    }
    for (Path name : path) {
      if (bytes(name) > NAME_LIMIT) {
        throw new InvalidRequest(
            "%s: a name of %d bytes in it (expected: at most %d)"
                .formatted(field, bytes(name), NAME_LIMIT));
      }
    }
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  static String present(String field, String value) {
    if (value.isEmpty()) {
      throw new InvalidRequest(field + ": missing (expected: not empty)");
    }
    return value;
  }

  static PublishContext context(Map<String, String> context) {
    try {
      return PublishContext.parse(context);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest(String.valueOf(e.getMessage()), e);
    }
  }

  static Use use(boolean present, VolumeCapability capability) {
    if (!present) {
      throw new InvalidRequest("volume_capability: missing (expected: block or mount, and a mode)");
    }
    UseMode mode = mode(capability);
    return switch (capability.getAccessTypeCase()) {
      case BLOCK -> new Use(AccessType.BLOCK, mode, "", List.of());
      case MOUNT ->
          new Use(
              AccessType.MOUNT,
              mode,
              filesystem(capability.getMount().getFsType()),
              List.copyOf(capability.getMount().getMountFlagsList()));
      case ACCESSTYPE_NOT_SET ->
          throw new InvalidRequest(
              "volume_capability.access_type: missing (expected: block or mount)");
    };
  }

  /** An empty one is the volume's own, which is looked up later. */
  private static String filesystem(String fsType) {
    return fsType.isEmpty() ? "" : FilesystemType.parse(fsType).word();
  }

  private static UseMode mode(VolumeCapability capability) {
    var mode = capability.getAccessMode().getMode();
    return switch (mode) {
      case SINGLE_NODE_WRITER -> UseMode.SINGLE_NODE_WRITER;
      case SINGLE_NODE_READER_ONLY -> UseMode.SINGLE_NODE_READER_ONLY;
      case MULTI_NODE_READER_ONLY -> UseMode.MULTI_NODE_READER_ONLY;
      case MULTI_NODE_SINGLE_WRITER -> UseMode.MULTI_NODE_SINGLE_WRITER;
      case MULTI_NODE_MULTI_WRITER -> UseMode.MULTI_NODE_MULTI_WRITER;
      case SINGLE_NODE_SINGLE_WRITER -> UseMode.SINGLE_NODE_SINGLE_WRITER;
      case SINGLE_NODE_MULTI_WRITER -> UseMode.SINGLE_NODE_MULTI_WRITER;
      case UNKNOWN, UNRECOGNIZED ->
          throw new InvalidRequest(
              "volume_capability.access_mode: %s (expected: a mode of CSI 1.12)".formatted(mode));
    };
  }

  static long notNegative(String field, long value) {
    if (value < 0) {
      throw new InvalidRequest("%s: %d (expected: >= 0)".formatted(field, value));
    }
    return value;
  }
}
