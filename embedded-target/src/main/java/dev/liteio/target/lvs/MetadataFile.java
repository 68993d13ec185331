package dev.liteio.target.lvs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Metadata in a file beside the device's, replaced by a rename. */
final class MetadataFile implements MetadataStore {

  private final Path file;

  MetadataFile(Path file) {
    this.file = file;
  }

  /** The file that belongs to a device file. */
  static Path beside(Path device) {
    return device.resolveSibling(device.getFileName() + ".lvs");
  }

  @Override
  public void replace(byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder();
  }

  @Override
  public void delete() throws IOException {
    Files.deleteIfExists(file);
    syncFolder();
  }

  private void syncFolder() throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
