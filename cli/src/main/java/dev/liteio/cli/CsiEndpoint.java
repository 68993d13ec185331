package dev.liteio.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a CSI service is served: an option, or the variable CSI has for it. */
final class CsiEndpoint {

  private static final String SCHEME = "unix://";

  @Option(
      names = "--csi-socket",
      paramLabel = "PATH",
      description = "unix socket to serve CSI on (default: CSI_ENDPOINT without its unix://)")
  private @Nullable Path socket;

  Path resolve(Map<String, String> environment) {
    if (socket != null) {
      return socket;
    }
    String endpoint = environment.getOrDefault("CSI_ENDPOINT", "");
    if (!endpoint.startsWith(SCHEME) || endpoint.length() == SCHEME.length()) {
      throw new IllegalArgumentException(
          "no socket to serve CSI on: give --csi-socket PATH, or CSI_ENDPOINT=unix:///path/csi.sock (seen: '%s')"
              .formatted(endpoint));
    }
    return Path.of(endpoint.substring(SCHEME.length()));
  }
}
