package dev.liteio.target.lvs;

import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.IoTypes;
import dev.liteio.target.bdev.Zeroes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A logical volume. Reads go through the chain of snapshots below it; a write to a cluster it does
 * not have takes one, and is acknowledged only when the metadata says so.
 */
public final class Lvol extends Bdev {

  private final Lvstore store;
  private final ClearMethod clearMethod;
  // I/O holds the read lock; whoever changes what the map means (resize, snapshot, delete) the
  // other
  private final ReentrantReadWriteLock shape = new ReentrantReadWriteLock();
  private final Object allocating = new Object();
  // taken, but not yet known to be kept
  private final Set<Integer> fresh = ConcurrentHashMap.newKeySet();
  private volatile String lvolName;
  private volatile boolean thin;
  private volatile boolean snapshot;
  private volatile boolean readOnly;
  private volatile @Nullable Lvol parent;
  private volatile ClusterMap map;

  Lvol(
      Lvstore store,
      UUID uuid,
      String lvolName,
      boolean thin,
      ClearMethod clearMethod,
      ClusterMap map) {
    super(uuid.toString(), uuid);
    this.store = store;
    this.lvolName = lvolName;
    this.thin = thin;
    this.clearMethod = clearMethod;
    this.map = map;
  }

  /** Its name within its store. */
  public String lvolName() {
    return lvolName;
  }

  /** The store it lies in. */
  public Lvstore store() {
    return store;
  }

  /** Whether clusters are taken when they are written. */
  public boolean isThin() {
    return thin;
  }

  /** Whether it is a snapshot. */
  public boolean isSnapshot() {
    return snapshot;
  }

  /** Whether it takes no writes. */
  public boolean isReadOnly() {
    return readOnly || snapshot;
  }

  /** The snapshot below it. */
  public @Nullable Lvol parent() {
    return parent;
  }

  /** How many clusters it has of its own. */
  public int allocatedClusters() {
    return map.allocated();
  }

  ClearMethod clearMethod() {
    return clearMethod;
  }

  ClusterMap map() {
    return map;
  }

  ReentrantReadWriteLock shape() {
    return shape;
  }

  void rename(String name) {
    lvolName = name;
  }

  void setReadOnly(boolean value) {
    readOnly = value;
  }

  void setSnapshot(boolean value) {
    snapshot = value;
  }

  void setThin(boolean value) {
    thin = value;
  }

  void setParent(@Nullable Lvol value) {
    parent = value;
  }

  void setMap(ClusterMap value) {
    map = value;
  }

  void tellResized() {
    resized();
  }

  @Override
  public List<String> aliases() {
    return List.of(store.name() + "/" + lvolName);
  }

  @Override
  public String productName() {
    return "Logical Volume";
  }

  @Override
  public int blockSize() {
    return store.base().blockSize();
  }

  @Override
  public long blocks() {
    return map.size() * store.clusterSize() / blockSize();
  }

  @Override
  public IoTypes ioTypes() {
    return snapshot ? IoTypes.SNAPSHOT : IoTypes.LVOL;
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    shape.readLock().lock();
    try {
      checkRange(offset, into.remaining());
      pieces(
          offset,
          into.remaining(),
          (logical, within, length) -> readPiece(logical, within, slice(into, length)));
    } finally {
      shape.readLock().unlock();
    }
  }

  private static ByteBuffer slice(ByteBuffer buffer, int length) {
    ByteBuffer slice = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return slice;
  }

  private void readPiece(int logical, long within, ByteBuffer into) throws IOException {
    for (Lvol level = this; level != null; level = level.parent) {
      int cluster = level.map.get(logical);
      if (cluster != ClusterMap.NOWHERE) {
        store.base().read(store.offsetOf(cluster) + within, into);
        return;
      }
    }
    Zeroes.fill(into);
  }

  private boolean isBacked(int logical) {
    for (Lvol level = parent; level != null; level = level.parent) {
      if (level.map.get(logical) != ClusterMap.NOWHERE) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    shape.readLock().lock();
    try {
      checkWritable();
      checkRange(offset, from.remaining());
      pieces(
          offset,
          from.remaining(),
          (logical, within, length) -> writePiece(logical, within, slice(from, length)));
    } finally {
      shape.readLock().unlock();
    }
  }

  private void checkWritable() throws IOException {
    if (isReadOnly()) {
      throw new IOException("%s is read-only".formatted(aliases().get(0)));
    }
  }

  private void writePiece(int logical, long within, ByteBuffer from) throws IOException {
    int cluster = map.get(logical);
    if (cluster == ClusterMap.NOWHERE) {
      writeToNewCluster(logical, within, from);
      store.commit();
      fresh.remove(logical);
      return;
    }
    store.base().write(store.offsetOf(cluster) + within, from);
    if (fresh.contains(logical)) {
      // somebody else took the cluster a moment ago: not kept yet, so this write is not either
      store.commit();
    }
  }

  private void writeToNewCluster(int logical, long within, ByteBuffer from) throws IOException {
    synchronized (allocating) {
      int taken = map.get(logical);
      if (taken != ClusterMap.NOWHERE) {
        store.base().write(store.offsetOf(taken) + within, from);
        return;
      }
      int cluster = store.allocate();
      try {
        if (isBacked(logical)) {
          copyUp(logical, cluster);
          // what the parent held was safe; it must not become less so by being copied
          store.base().flush();
        }
        // without a parent the rest of the cluster keeps what was there: so does a real lvstore
        store.base().write(store.offsetOf(cluster) + within, from);
      } catch (IOException | RuntimeException e) {
        store.free(cluster);
        throw e;
      }
      fresh.add(logical);
      map.set(logical, cluster);
    }
  }

  private void copyUp(int logical, int cluster) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) store.clusterSize());
    readPiece(logical, 0, content.duplicate());
    store.base().write(store.offsetOf(cluster), content);
  }

  /**
   * The map it would have without its parent: clusters of its own hold what the parent holds, or
   * everything, and hold it safely.
   */
  ClusterMap absorbed(boolean everything) throws IOException {
    int[] clusters = map.toArray();
    BitSet taken = new BitSet();
    try {
      for (int logical = 0; logical < clusters.length; logical++) {
        if (clusters[logical] == ClusterMap.NOWHERE && (everything || isBacked(logical))) {
          clusters[logical] = store.allocate();
          taken.set(clusters[logical]);
          copyUp(logical, clusters[logical]);
        }
      }
      store.base().flush();
    } catch (IOException | RuntimeException e) {
      taken.stream().forEach(store::free);
      throw e;
    }
    return ClusterMap.of(clusters);
  }

  @Override
  public void writeZeroes(long offset, long length) throws IOException {
    shape.readLock().lock();
    try {
      checkWritable();
      checkRange(offset, length);
      pieces(offset, length, this::zeroPiece);
    } finally {
      shape.readLock().unlock();
    }
  }

  private void zeroPiece(int logical, long within, int length) throws IOException {
    if (map.get(logical) == ClusterMap.NOWHERE && !isBacked(logical)) {
      return; // reads as zeroes already
    }
    Zeroes.write((at, from) -> writePiece(logical, at, from), within, length);
  }

  @Override
  public void unmap(long offset, long length) throws IOException {
    shape.readLock().lock();
    try {
      checkWritable();
      checkRange(offset, length);
      pieces(offset, length, this::unmapPiece);
    } finally {
      shape.readLock().unlock();
    }
  }

  private void unmapPiece(int logical, long within, int length) throws IOException {
    int cluster = map.get(logical);
    if (cluster != ClusterMap.NOWHERE) {
      store.base().unmap(store.offsetOf(cluster) + within, length);
    }
  }

  @Override
  public boolean unmapZeroes() {
    return store.base().unmapZeroes();
  }

  @Override
  public void flush() throws IOException {
    store.base().flush();
  }

  private void pieces(long offset, long length, Piece piece) throws IOException {
    long clusterSize = store.clusterSize();
    for (long at = offset, end = offset + length; at < end; ) {
      long within = at % clusterSize;
      int count = (int) Math.min(clusterSize - within, end - at);
      piece.apply((int) (at / clusterSize), within, count);
      at += count;
    }
  }

  private interface Piece {
    void apply(int logical, long within, int length) throws IOException;
  }
}
