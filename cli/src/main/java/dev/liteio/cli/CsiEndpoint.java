package dev.liteio.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a CSI service is served: an option, or the variable CSI has for it. */
final class CsiEndpoint {

  private static final String SCHEME = "unix://";

  /** Of a unix socket's path (sun_path with its end). */
  private static final int LONGEST = 107;

  @Option(
      names = "--csi-socket",
      paramLabel = "PATH",
      description = "unix socket to serve CSI on (default: CSI_ENDPOINT without its unix://)")
  private @Nullable Path socket;

  Path resolve(Map<String, String> environment) {
    if (socket != null) {
      return demandUsable(socket);
    }
    String endpoint = environment.getOrDefault("CSI_ENDPOINT", "");
    if (!endpoint.startsWith(SCHEME) || endpoint.length() == SCHEME.length()) {
      throw new IllegalArgumentException(
          "no socket to serve CSI on: give --csi-socket PATH, or CSI_ENDPOINT=unix:///path/csi.sock (seen: '%s')"
              .formatted(endpoint));
    }
    return demandUsable(Path.of(endpoint.substring(SCHEME.length())));
  }

  private static Path demandUsable(Path path) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (!path.isAbsolute() || length > LONGEST) {
      throw new IllegalArgumentException(
          "CSI socket: %s (expected: an absolute path of at most %d bytes, such as /csi/csi.sock)"
              .formatted(path, LONGEST));
    }
    return path;
  }
}
