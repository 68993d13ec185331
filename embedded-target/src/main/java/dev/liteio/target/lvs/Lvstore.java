package dev.liteio.target.lvs;

import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.lvs.LvsImage.LvolImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Logical volumes on one device. Changes come one at a time; I/O goes on meanwhile. */
public final class Lvstore {

  /** The longest name of a store or a volume, in bytes. */
  public static final int NAME_LIMIT = 63;

  private static final int PAGE = 4096;

  private final Bdev base;
  private final UUID uuid;
  private final long clusterSize;
  private final long dataOffset;
  private final ClearMethod clearMethod;
  private final MetadataStore metadata;
  private final GroupCommit commit;
  private final BitSet used = new BitSet();
  private final List<Lvol> lvols = new ArrayList<>();
  private volatile String name;
  private int clusters;

  private Lvstore(Bdev base, LvsImage image, MetadataStore metadata) {
    this.base = base;
    this.uuid = image.uuid();
    this.name = image.name();
    this.clusterSize = image.clusterSize();
    this.clearMethod = image.clearMethod();
    this.clusters = image.clusters();
    this.dataOffset = image.dataOffset();
    this.metadata = metadata;
    this.commit = new GroupCommit(metadata, () -> LvsCodec.encode(image()));
  }

  /**
   * How many clusters a real blobstore keeps for itself: a page for each cluster and a few more.
   */
  static long metadataClusters(long deviceSize, long clusterSize) {
    long pages = deviceSize / clusterSize + 4;
    return Math.ceilDiv(pages * PAGE, clusterSize);
  }

  static Lvstore create(
      Bdev base, String name, long clusterSize, ClearMethod clear, MetadataStore metadata)
      throws LvsException, IOException {
    long own = metadataClusters(base.size(), clusterSize);
    long total = base.size() / clusterSize - own;
    if (total < 1) {
      throw new LvsException(
          Errno.EINVAL, "cluster size %d on %d bytes".formatted(clusterSize, base.size()));
    }
    LvsImage image =
        new LvsImage(
            UUID.randomUUID(),
            name,
            clusterSize,
            base.blockSize(),
            own * clusterSize,
            (int) total,
            clear,
            List.of());
    Lvstore store = new Lvstore(base, image, metadata);
    store.clearDevice();
    metadata.replace(LvsCodec.encode(image));
    base.write(0, store.label());
    base.flush();
    return store;
  }

  private void clearDevice() throws IOException {
    switch (clearMethod) {
      case NONE -> {}
      case UNMAP -> base.unmap(0, base.size());
      case WRITE_ZEROES -> base.writeZeroes(0, base.size());
    }
  }

  static Lvstore load(Bdev base, LvsImage image, MetadataStore metadata) throws IOException {
    long end = image.dataOffset() + image.clusters() * image.clusterSize();
    if (end > base.size()) {
      throw new IOException(
          "%s has %d bytes (expected: >= %d, which lvstore %s was made of)"
              .formatted(base.name(), base.size(), end, image.name()));
    }
    Lvstore store = new Lvstore(base, image, metadata);
    Map<UUID, Lvol> byUuid = new HashMap<>();
    for (LvolImage kept : image.lvols()) {
      Lvol lvol = store.restore(kept);
      byUuid.put(lvol.uuid(), lvol);
      store.lvols.add(lvol);
      store.takeAll(lvol);
    }
    for (LvolImage kept : image.lvols()) {
      UUID parent = kept.parent();
      Lvol above = byUuid.get(kept.uuid());
      if (parent != null && above != null) {
        Lvol below = byUuid.get(parent);
        if (below == null) {
          throw new IOException("lvol %s: its parent %s is missing".formatted(kept.name(), parent));
        }
        above.setParent(below);
      }
    }
    return store;
  }

  private Lvol restore(LvolImage kept) {
    Lvol lvol =
        new Lvol(
            this,
            kept.uuid(),
            kept.name(),
            kept.thin(),
            kept.clearMethod(),
            ClusterMap.of(kept.map()));
    lvol.setSnapshot(kept.snapshot());
    lvol.setReadOnly(kept.readOnly());
    return lvol;
  }

  private void takeAll(Lvol lvol) throws IOException {
    for (int cluster : lvol.map().toArray()) {
      if (cluster != ClusterMap.NOWHERE) {
        if (cluster >= clusters || used.get(cluster)) {
          throw new IOException(
              "lvol %s: cluster %d belongs to two volumes or to none"
                  .formatted(lvol.lvolName(), cluster));
        }
        used.set(cluster);
      }
    }
  }

  /** What stands at the head of the device, so that nobody takes it for a blank one. */
  private ByteBuffer label() {
    ByteBuffer block = ByteBuffer.allocate(Math.max(PAGE, base.blockSize()));
    block.put(LvsLabel.MAGIC);
    block.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    // the name it was made with: as with a real blobstore, who looks at the disk can see whose it
    // is
    block.put(name.getBytes(StandardCharsets.UTF_8));
    return block.clear();
  }

  synchronized LvsImage image() {
    List<LvolImage> images = new ArrayList<>();
    for (Lvol lvol : lvols) {
      Lvol parent = lvol.parent();
      images.add(
          new LvolImage(
              lvol.uuid(),
              lvol.lvolName(),
              lvol.isThin(),
              lvol.isSnapshot(),
              lvol.isReadOnly() && !lvol.isSnapshot(),
              lvol.clearMethod(),
              parent == null ? null : parent.uuid(),
              lvol.map().toArray()));
    }
    return new LvsImage(
        uuid, name, clusterSize, base.blockSize(), dataOffset, clusters, clearMethod, images);
  }

  /**
   * Changes several things that only together make sense: a write to another volume may keep the
   * metadata at any moment, but none in between.
   */
  synchronized void change(Runnable change) {
    change.run();
  }

  void commit() throws IOException {
    commit.commit();
  }

  /** The label first: a device without one is blank, one with a label must have metadata. */
  void forget() throws IOException {
    Zeroing.head(base);
    metadata.delete();
  }

  /** Its uuid, kept on disk. */
  public UUID uuid() {
    return uuid;
  }

  /** Its name, kept on disk. */
  public String name() {
    return name;
  }

  void rename(String value) {
    name = value;
  }

  /** The device it lies on. */
  public Bdev base() {
    return base;
  }

  /** Bytes in a cluster. */
  public long clusterSize() {
    return clusterSize;
  }

  /** How many clusters volumes can be made of. */
  public synchronized int totalClusters() {
    return clusters;
  }

  /** How many of them nobody has. */
  public synchronized int freeClusters() {
    return clusters - used.cardinality();
  }

  /** The volumes, oldest first. */
  public synchronized List<Lvol> lvols() {
    return List.copyOf(lvols);
  }

  /** The volume of that name. */
  public synchronized Optional<Lvol> find(String lvolName) {
    return lvols.stream().filter(lvol -> lvol.lvolName().equals(lvolName)).findFirst();
  }

  /** The volumes right above a snapshot, oldest first. */
  public synchronized List<Lvol> clonesOf(Lvol snapshot) {
    return lvols.stream().filter(lvol -> lvol.parent() == snapshot).toList();
  }

  synchronized void add(Lvol lvol) {
    lvols.add(lvol);
  }

  synchronized void addBefore(Lvol lvol, @Nullable Lvol successor) {
    int at = successor == null ? lvols.size() : lvols.indexOf(successor);
    lvols.add(at < 0 ? lvols.size() : at, lvol);
  }

  synchronized void remove(Lvol lvol) {
    lvols.remove(lvol);
  }

  long offsetOf(int cluster) {
    return dataOffset + cluster * clusterSize;
  }

  /** Takes a free cluster. */
  synchronized int allocate() throws IOException {
    int cluster = used.nextClearBit(0);
    if (cluster >= clusters) {
      throw new StoreFullException(name);
    }
    used.set(cluster);
    return cluster;
  }

  synchronized int[] allocate(int count) throws LvsException {
    if (clusters - used.cardinality() < count) {
      throw new LvsException(
          Errno.ENOSPC,
          "%s: %d clusters (expected: <= %d free)"
              .formatted(name, count, clusters - used.cardinality()));
    }
    int[] taken = new int[count];
    int cluster = -1;
    for (int i = 0; i < count; i++) {
      cluster = used.nextClearBit(cluster + 1);
      used.set(cluster);
      taken[i] = cluster;
    }
    return taken;
  }

  synchronized void free(int cluster) {
    used.clear(cluster);
  }

  /** Makes room of what the device has more than before; never less. */
  synchronized void growToDevice() {
    long now = (base.size() - dataOffset) / clusterSize;
    clusters = (int) Math.max(clusters, now);
  }

  /** The number of clusters that hold that many bytes. */
  int clustersFor(long bytes) {
    return (int) Math.ceilDiv(bytes, clusterSize);
  }

  /** Whether a name may be given to a store or a volume. */
  public static boolean isName(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= 1 && bytes <= NAME_LIMIT;
  }
}
