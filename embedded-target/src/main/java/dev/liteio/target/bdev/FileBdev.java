package dev.liteio.target.bdev;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file or a disk as a block device (SPDK: {@code bdev_aio}). */
public final class FileBdev extends Bdev {

  private final Path file;
  private final String filename;
  private final int blockSize;
  private final boolean fallocate;
  private final boolean readOnly;
  private final FileChannel channel;
  private final HolePunch holes;
  private volatile long blocks;

  private FileBdev(Options options, FileChannel channel, long blocks) {
    super(options.name(), options.uuid());
    this.filename = options.filename();
    this.file = Path.of(options.filename());
    this.blockSize = options.blockSize();
    this.fallocate = options.fallocate();
    this.readOnly = options.readOnly();
    this.channel = channel;
    this.holes = HolePunch.open(file);
    this.blocks = blocks;
  }

  /** What {@code bdev_aio_create} asks for. */
  public record Options(
      String name,
      String filename,
      int blockSize,
      UUID uuid,
      boolean readOnly,
      boolean fallocate) {}

  /** Opens the file; its size has to be a multiple of the block size. */
  public static FileBdev open(Options options) throws IOException {
    FileChannel channel = openChannel(options);
    long size = channel.size();
    if (size % options.blockSize() != 0) {
      channel.close();
      throw new UnevenSizeException(options.filename(), size, options.blockSize());
    }
    return new FileBdev(options, channel, size / options.blockSize());
  }

  private static FileChannel openChannel(Options options) throws IOException {
    Path path = Path.of(options.filename());
    return options.readOnly()
        ? FileChannel.open(path, StandardOpenOption.READ)
        : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** The file as it was named. */
  public String filename() {
    return filename;
  }

  /** Whether it was opened for reading only. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** Whether unmapped ranges are given back and read as zeroes. */
  public boolean hasFallocate() {
    return fallocate;
  }

  @Override
  public String productName() {
    return "AIO disk";
  }

  @Override
  public int blockSize() {
    return blockSize;
  }

  @Override
  public long blocks() {
    return blocks;
  }

  @Override
  public IoTypes ioTypes() {
    return fallocate ? IoTypes.FILE_WITH_FALLOCATE : IoTypes.FILE;
  }

  /**
   * Looks at the file's size again.
   *
   * @return false when it shrank, which changes nothing
   */
  public boolean rescan() throws IOException {
    long now = channel.size() / blockSize;
    if (now < blocks) {
      return false;
    }
    if (now > blocks) {
      blocks = now;
      resized();
    }
    return true;
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    checkRange(offset, into.remaining());
    long at = offset;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new EOFException("%s: end of %s at %d".formatted(name(), file, at));
      }
      at += count;
    }
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    checkRange(offset, from.remaining());
    long at = offset;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  @Override
  public void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public void writeZeroes(long offset, long length) throws IOException {
    checkRange(offset, length);
    if (!fallocate) {
      Zeroes.write(this::write, offset, length);
    } else if (!holes.punch(offset, length)) {
      Zeroes.writeWhereNeeded(this::read, this::write, offset, length);
    }
  }

  @Override
  public void unmap(long offset, long length) throws IOException {
    checkRange(offset, length);
    if (fallocate) {
      writeZeroes(offset, length);
    }
  }

  @Override
  public boolean unmapZeroes() {
    return fallocate;
  }

  @Override
  public void close() throws IOException {
    holes.close();
    channel.close();
  }
}
