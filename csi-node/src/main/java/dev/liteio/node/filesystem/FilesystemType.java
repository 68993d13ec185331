package dev.liteio.node.filesystem;

import dev.liteio.failure.InvalidRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The file systems this node makes. */
public enum FilesystemType {
  /** The default. */
  EXT4,
  /** For large files. */
  XFS;

  /** The word of mount(8) and of csi.proto's fs_type. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads fs_type; empty is the default.
   *
   * @throws InvalidRequest when it is none of ours
   */
  public static FilesystemType parse(String fsType) {
    if (fsType.isEmpty()) {
      return EXT4;
    }
    return Arrays.stream(values())
        .filter(each -> each.word().equals(fsType))
        .findFirst()
        .orElseThrow(() -> unknown(fsType));
  }

  private static InvalidRequest unknown(String fsType) {
    List<FilesystemType> near =
        Arrays.stream(values())
            .filter(each -> each.word().charAt(0) == Character.toLowerCase(fsType.charAt(0)))
            .toList();
    return new InvalidRequest(
        "fs_type: '%s' (expected: %s)%s"
            .formatted(
                fsType,
                Arrays.stream(values()).map(FilesystemType::word).collect(Collectors.joining(", ")),
                near.isEmpty() ? "" : "; did you mean %s?".formatted(near.getFirst().word())));
  }
}
