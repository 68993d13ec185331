package dev.liteio.demo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Files that tell a client where the API server is and who the client is. */
final class Kubeconfig {
  private Kubeconfig() {}

  /** Writes one that needs no other file beside it. */
  static Path write(Path file, String server, Path authority, Identity who) throws IOException {
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: liteio
        clusters:
          - name: liteio
            cluster: {server: "%s", certificate-authority-data: %s}
        users:
          - name: user
            user: {client-certificate-data: %s, client-key-data: %s}
        contexts:
          - name: liteio
            context: {cluster: liteio, user: user}
        """
            .formatted(server, encoded(authority), encoded(who.certificate()), encoded(who.key()));
    return Files.writeString(file, text);
  }

  private static String encoded(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }
}
