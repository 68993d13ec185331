package dev.liteio.agent.device;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a device before anything is allowed to open it for writing.
 *
 * <p>Blank means that head, samples and tail were read and are all zero. A failed read is never
 * blank.
 */
public final class DeviceProbe {

  private static final int HEAD = 16 << 20;
  private static final int TAIL = 4 << 20;
  private static final int SAMPLE = 4096;
  private static final int SAMPLES = 1024;
  private static final List<String> STORES = List.of("SPDKBLOB", "LITEIOLV");

  private final DeviceUse use;

  /** A probe that asks {@code use} who else uses a device. */
  public DeviceProbe(DeviceUse use) {
    this.use = use;
  }

  /**
   * Looks at a device.
   *
   * @param store the name of the store that would be ours
   */
  public Finding look(Path path, String store) {
    try {
      Optional<String> user = use.of(path);
      if (user.isPresent()) {
        return new Finding.Foreign(user.get());
      }
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        return look(channel, store);
      }
    } catch (NoSuchFileException missing) {
      return new Finding.Unreadable(
          "there is no %s: attach the disk, or make the file (a missing file may be a missing mount)"
              .formatted(path));
    } catch (IOException e) {
      return new Finding.Unreadable("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  /** Whether this is a regular file, which needs a block size and can punch holes. */
  public static boolean isFile(Path path) {
    return Files.isRegularFile(path);
  }

  private static Finding look(FileChannel channel, String store) throws IOException {
    long size = channel.size();
    if (size < HEAD + TAIL) {
      return new Finding.Foreign(
          "it has %d bytes (expected: at least %d)".formatted(size, HEAD + TAIL));
    }
    DeviceReader reader = new DeviceReader(channel);
    byte[] first = reader.copy(0, DeviceReader.CHUNK);
    Finding known = known(reader, first, store);
    if (known != null) {
      return known;
    }
    long dirty = firstData(reader, size);
    if (dirty >= 0) {
      String what = Signature.in(first).orElse("data that is not zero");
      return new Finding.Foreign("%s at or after byte %d".formatted(what, dirty));
    }
    return new Finding.Blank(size);
  }

  private static @Nullable Finding known(DeviceReader reader, byte[] first, String store)
      throws IOException {
    for (String magic : STORES) {
      if (Signature.matches(first, 0, magic)) {
        return reader.contains(0, HEAD, store)
            ? new Finding.Ours()
            : new Finding.SomeStore("a store (" + magic + ") that is not named " + store);
      }
    }
    return null;
  }

  /** The first byte found that is not zero, or -1. */
  private static long firstData(DeviceReader reader, long size) throws IOException {
    long found = reader.firstNonZero(0, HEAD);
    if (found < 0) {
      found = reader.firstNonZero(size - TAIL, size);
    }
    long between = size - HEAD - TAIL;
    for (int i = 0; i < SAMPLES && between >= SAMPLE && found < 0; i++) {
      long at = HEAD + (between - SAMPLE) / SAMPLES * i / SAMPLE * SAMPLE;
      found = reader.firstNonZero(at, at + SAMPLE);
    }
    return found;
  }
}
