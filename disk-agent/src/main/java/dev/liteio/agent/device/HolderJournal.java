package dev.liteio.agent.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Remembers, beyond a crash, which target process holds which device: one small file for each
 * store, replaced atomically and synced. SPDK itself does not notice that a device is open
 * elsewhere.
 */
public final class HolderJournal {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  /** A journal in this folder, which is made when it is not there. */
  public HolderJournal(Path folder) {
    this.folder = folder;
  }

  /**
   * Who held the device of this store last.
   *
   * @throws IOException when the record cannot be read or makes no sense; then nothing is known and
   *     the device must not be touched
   */
  public Optional<HolderRecord> read(String store) throws IOException {
    Path file = fileOf(store);
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), HolderRecord.class));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (JsonProcessingException damaged) {
      throw new IOException(
          "journal record %s is damaged (%s): make sure that no other target holds the device, then remove the file"
              .formatted(file, damaged.getOriginalMessage()),
          damaged);
    }
  }

  /** Notes who holds a device; it is on disk when this returns. */
  public void write(HolderRecord record) throws IOException {
    Files.createDirectories(folder);
    Path file = fileOf(record.store());
    Path fresh = folder.resolve(record.store() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(record));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private Path fileOf(String store) {
    return folder.resolve(store + ".json");
  }
}
