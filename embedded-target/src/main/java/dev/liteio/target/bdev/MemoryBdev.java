package dev.liteio.target.bdev;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory as a block device (SPDK: {@code bdev_malloc}); chunks that were never written take no
 * room.
 */
public final class MemoryBdev extends Bdev {

  private static final int CHUNK = 1 << 20;

  private final int blockSize;
  private final long blocks;
  private final ConcurrentMap<Long, byte[]> chunks = new ConcurrentHashMap<>();

  public MemoryBdev(String name, UUID uuid, int blockSize, long blocks) {
    super(name, uuid);
    this.blockSize = blockSize;
    this.blocks = blocks;
  }

  @Override
  public String productName() {
    return "Malloc disk";
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
    return IoTypes.MEMORY;
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    checkRange(offset, into.remaining());
    long at = offset;
    while (into.hasRemaining()) {
      int within = (int) (at % CHUNK);
      int piece = Math.min(CHUNK - within, into.remaining());
      byte @Nullable [] chunk = chunks.get(at / CHUNK);
      if (chunk == null) {
        Zeroes.fill(into.slice(into.position(), piece));
        into.position(into.position() + piece);
      } else {
        into.put(chunk, within, piece);
      }
      at += piece;
    }
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    checkRange(offset, from.remaining());
    long at = offset;
    while (from.hasRemaining()) {
      int within = (int) (at % CHUNK);
      int piece = Math.min(CHUNK - within, from.remaining());
      from.get(chunks.computeIfAbsent(at / CHUNK, key -> new byte[CHUNK]), within, piece);
      at += piece;
    }
  }

  @Override
  public void flush() {}

  @Override
  public void writeZeroes(long offset, long length) throws IOException {
    checkRange(offset, length);
    Zeroes.write(this::write, offset, length);
  }

  @Override
  public void unmap(long offset, long length) throws IOException {
    writeZeroes(offset, length);
  }

  @Override
  public boolean unmapZeroes() {
    return true;
  }
}
