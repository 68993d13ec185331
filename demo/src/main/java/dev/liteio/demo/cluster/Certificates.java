package dev.liteio.demo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The certificate authority of one cluster; openssl does the work. */
final class Certificates {
  private static final Duration ONE_COMMAND = Duration.ofMinutes(1);
  private static final String DAYS = "30";

  private final Path folder;
  private final Identity authority;

  private Certificates(Path folder) {
    this.folder = folder;
    this.authority = files("authority");
  }

  /** Makes an authority whose files are in that folder. */
  static Certificates in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Certificates made = new Certificates(folder);
    made.request(made.authority, "/CN=liteio-cluster", List.of("-x509", "-days", DAYS));
    return made;
  }

  Path authority() {
    return authority.certificate();
  }

  /**
   * Issues a certificate for client and server use.
   *
   * @param name of its files
   * @param subject such as {@code /O=system:masters/CN=admin}: who it is to the API server
   * @param alternatives such as {@code IP:127.0.0.1}; may be empty for a mere client
   */
  Identity issue(String name, String subject, List<String> alternatives) {
    Identity issued = files(name);
    List<String> options =
        new ArrayList<>(
            List.of(
                "-x509",
                "-days",
                DAYS,
                "-CA",
                authority.certificate().toString(),
                "-CAkey",
                authority.key().toString(),
                "-addext",
                "basicConstraints=critical,CA:false",
                "-addext",
                "extendedKeyUsage=clientAuth,serverAuth"));
    if (!alternatives.isEmpty()) {
      options.addAll(List.of("-addext", "subjectAltName=" + String.join(",", alternatives)));
    }
    request(issued, subject, options);
    return issued;
  }

  private Identity files(String name) {
    return new Identity(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
  }

  private void request(Identity identity, String subject, List<String> options) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-noenc",
                "-subj",
                subject,
                "-keyout",
                identity.key().toString(),
                "-out",
                identity.certificate().toString()));
    argv.addAll(options);
    run(argv);
  }

  private void run(List<String> argv) {
    Path log = folder.resolve("openssl.log");
    try {
      Process process =
          new ProcessBuilder(argv)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (!process.waitFor(ONE_COMMAND.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new ClusterException("openssl made no certificate, see " + log + ": " + argv);
      }
    } catch (IOException e) {
      throw new ClusterException("openssl cannot be started: install the package openssl", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while openssl ran", e);
    }
  }
}
