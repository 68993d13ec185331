package dev.liteio.node.volume;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.liteio.volume.VolumeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file per volume that this node has begun with. It lives as long as what the kernel
 * holds, so {@code /run} is its place: a reboot clears both.
 */
public final class StagedVolumes {
  private static final Logger log = LoggerFactory.getLogger(StagedVolumes.class);
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final ObjectMapper json =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Keeps them in {@code directory}, which is made when it is not there. */
  public StagedVolumes(Path directory) {
    this.directory = directory;
  }

  /** What was begun with that volume; nothing with what is no id of ours, whatever is there. */
  public Optional<StagedVolume> find(String volume) {
    return VolumeId.isWellFormed(volume) ? read(file(volume)) : Optional.empty();
  }

  /** Everything that can be read; what cannot is logged, and is in nobody else's way. */
  public List<StagedVolume> all() {
    if (Files.notExists(directory)) {
      return List.of();
    }
    var found = new ArrayList<StagedVolume>();
    try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      files.forEach(file -> readable(file).ifPresent(found::add));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Writes it, whole or not at all. */
  public void write(StagedVolume volume) {
    try {
      Files.createDirectories(directory);
      Path half = directory.resolve(volume.volume() + ".half");
      try (var channel =
          FileChannel.open(
              half,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        var bytes = ByteBuffer.wrap(json.writeValueAsBytes(volume));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(half, file(volume.volume()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets it. */
  public void remove(String volume) {
    try {
      Files.deleteIfExists(file(volume));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<StagedVolume> readable(Path file) {
    try {
      return read(file);
    } catch (UncheckedIOException e) {
      log.error("record={} left out: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<StagedVolume> read(Path file) {
    try {
      @Nullable StagedVolume read = json.readValue(Files.readAllBytes(file), StagedVolume.class);
      if (read == null) {
        throw new IOException("null (expected: an object)");
      }
      return Optional.of(read);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: not readable as a staged volume; look at it, and remove it when no controller of that volume is left (/sys/class/nvme/*/subsysnqn)"
              .formatted(file),
          e);
    }
  }

  private Path file(String volume) {
    return directory.resolve(volume + SUFFIX);
  }
}
