package dev.liteio.target.bdev;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A block device. Reads and writes may come from any number of threads at once; offsets and lengths
 * are bytes and multiples of the block size.
 */
public abstract class Bdev {

  private final String name;
  private final UUID uuid;
  private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();
  private @Nullable Claim claim;

  protected Bdev(String name, UUID uuid) {
    this.name = name;
    this.uuid = uuid;
  }

  /** Its name, unique among names, aliases and uuids. */
  public final String name() {
    return name;
  }

  /** Its uuid. */
  public final UUID uuid() {
    return uuid;
  }

  /** The other names it answers to. */
  public List<String> aliases() {
    return List.of(uuid.toString());
  }

  /** What SPDK calls a device of this kind. */
  public abstract String productName();

  /** Bytes in a block. */
  public abstract int blockSize();

  /** How many blocks it has now. */
  public abstract long blocks();

  /** Its size in bytes. */
  public final long size() {
    return blocks() * blockSize();
  }

  /** What it can do. */
  public abstract IoTypes ioTypes();

  /** Fills {@code into} from {@code offset}. */
  public abstract void read(long offset, ByteBuffer into) throws IOException;

  /**
   * Writes all of {@code from} at {@code offset}; it survives the death of this process when it
   * returns.
   */
  public abstract void write(long offset, ByteBuffer from) throws IOException;

  /** Makes everything written so far survive a loss of power. */
  public abstract void flush() throws IOException;

  /** Makes the range read as zeroes. */
  public abstract void writeZeroes(long offset, long length) throws IOException;

  /**
   * Gives the range back; what it reads afterwards is zeroes where the device can, else anything.
   */
  public abstract void unmap(long offset, long length) throws IOException;

  /**
   * Whether zeroes written over a range of old data are sure to be read back after {@link #unmap}.
   */
  public boolean unmapZeroes() {
    return false;
  }

  /** Lets go of what lies below. */
  public void close() throws IOException {}

  /** Takes the device for {@code wanted}, unless somebody has it. */
  public final synchronized boolean claim(Claim wanted) {
    if (claim != null) {
      return false;
    }
    claim = wanted;
    return true;
  }

  /** Gives it back. */
  public final synchronized void release() {
    claim = null;
  }

  /** Who has it. */
  public final synchronized @Nullable Claim claim() {
    return claim;
  }

  /** Tells {@code watcher} what happens to this device from now on. */
  public final void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** No longer. */
  public final void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /** To be called by whoever changed the size. */
  protected final void resized() {
    watchers.forEach(Watcher::resized);
  }

  /** To be called by whoever takes the device away. */
  final void removed() {
    watchers.forEach(Watcher::removed);
  }

  /** The range lies within the device. */
  protected final void checkRange(long offset, long length) throws IOException {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new OutOfDeviceException(name, offset, length, size());
    }
  }

  /** Somebody who uses the device. */
  public interface Watcher {
    /** The number of blocks changed. */
    void resized();

    /** The device is going away; it must not be used after this returns. */
    void removed();
  }
}
