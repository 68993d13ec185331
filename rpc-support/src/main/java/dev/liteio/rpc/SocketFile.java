package dev.liteio.rpc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file of a unix socket: what a dead process left is removed, anything else is left alone. */
final class SocketFile {
  /** sockaddr_un.sun_path holds 108 bytes with the closing zero (unix(7)). */
  private static final int LONGEST_PATH = 107;

  private final Path path;
  private @Nullable Object identity;

  SocketFile(Path path) {
    this.path = path;
  }

  /**
   * Makes room for a bind.
   *
   * @throws IOException when the path is too long, is no socket, or is served by a living process
   */
  void prepare() throws IOException {
    checkLength();
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!attributes().isOther()) {
      throw new IOException(path + ": exists and is no socket; not touched, choose another path");
    }
    if (answers()) {
      throw new IOException(path + ": another process serves on it; stop that one first");
    }
    Files.deleteIfExists(path);
  }

  /** Remembers which file the bind made. */
  void bound() throws IOException {
    identity = attributes().fileKey();
  }

  /** Removes the file, unless a successor has put its own there. */
  void remove() throws IOException {
    try {
      if (identity != null && Objects.equals(identity, attributes().fileKey())) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      identity = null; // gone already, which is what was wanted
    }
  }

  private void checkLength() throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new IOException(
          "%s: %d bytes (expected: <= %d, the kernel's limit for a socket path)"
              .formatted(path, length, LONGEST_PATH));
    }
  }

  private boolean answers() throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      return false;
    } catch (java.net.SocketException e) {
      // JDK: "Connection refused" on a unix socket comes as this
      return !String.valueOf(e.getMessage()).contains("refused");
    }
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
