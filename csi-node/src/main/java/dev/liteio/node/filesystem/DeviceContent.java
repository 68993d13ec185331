package dev.liteio.node.filesystem;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.KernelCall;
import dev.liteio.rpc.TimeLimit;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/**
 * What lies on a device, read byte by byte. A read that fails is an error and never "nothing
 * there"; one that waits for a target that is away is left behind when the time is over, and ends
 * when the target is back or the device goes.
 */
public final class DeviceContent {
  private static final int PIECE = 1 << 20;
  private static final int SAMPLE = 64 << 10;
  private static final int SAMPLES = 64;

  /** Where file systems and volume managers keep copies of their superblocks. */
  private static final long[] KNOWN_PLACES = {
    8193L << 10, 32768L << 12, 98304L << 12, 64L << 20, 256L << 30
  };

  private final Path device;
  private final long size;
  private final TimeLimit limit;

  /** The device at that path, of that size in bytes. */
  public DeviceContent(Path device, long size, TimeLimit limit) {
    this.device = device;
    this.size = size;
    this.limit = limit;
  }

  /**
   * The file system on it, if there is one we know.
   *
   * @throws Unavailable when it cannot be read, or not in time
   */
  public Optional<Superblock> superblock() {
    return inTime(() -> Superblock.in(read(0, (int) Math.min(size, Superblock.HEAD_BYTES))));
  }

  /**
   * Where the first byte lies that is not zero, in head, tail and samples; absent when all are
   * zero.
   *
   * @throws Unavailable when any of it cannot be read, or not in time
   */
  public Optional<Long> firstByteFound() {
    return inTime(this::findFirstByte);
  }

  private <T> T inTime(Callable<T> look) {
    return KernelCall.answer("reading " + device, limit, look, _ -> {});
  }

  private Optional<Long> findFirstByte() {
    var places = new TreeSet<Long>();
    for (long at = 0; at < PIECE; at += SAMPLE) {
      places.add(at);
      places.add(size - SAMPLE - at);
    }
    for (int i = 1; i < SAMPLES; i++) {
      places.add(size / SAMPLES * i);
    }
    for (long known : KNOWN_PLACES) {
      places.add(known);
    }
    return places.stream()
        .filter(at -> at >= 0 && at < size)
        .map(this::nonZeroFrom)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Long> nonZeroFrom(long at) {
    byte[] bytes = read(at, (int) Math.min(SAMPLE, size - at));
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return Optional.of(at + i);
      }
    }
    return Optional.empty();
  }

  private byte[] read(long at, int length) {
    var buffer = ByteBuffer.allocate(length);
    try (var channel = FileChannel.open(device, StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new EOFException("the device ends at " + (at + buffer.position()));
        }
      }
    } catch (IOException e) {
      throw new Unavailable(
          "%s: reading %d bytes at %d failed: %s; what is there is not known"
              .formatted(device, length, at, e.getMessage()),
          e);
    }
    return buffer.array();
  }
}
