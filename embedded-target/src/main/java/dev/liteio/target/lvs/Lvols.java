package dev.liteio.target.lvs;

import dev.liteio.target.bdev.Bdevs;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * What can be done to logical volumes, as a real target does it, including what it leaks. Calls on
 * one volume must not overlap: {@link Holds} sees to it.
 */
public final class Lvols {

  private final Bdevs bdevs;

  public Lvols(Bdevs bdevs) {
    this.bdevs = bdevs;
  }

  /** Makes a volume; a thick one takes its clusters at once and reads what was in them. */
  public Lvol create(Lvstore store, String name, long bytes, boolean thin, ClearMethod clear)
      throws LvsException, IOException {
    if (!Lvstore.isName(name)) {
      throw new LvsException(Errno.EINVAL, "name of %d characters".formatted(name.length()));
    }
    if (store.find(name).isPresent()) {
      throw new LvsException(Errno.EEXIST, name);
    }
    int clusters = store.clustersFor(bytes);
    ClusterMap map = thin ? ClusterMap.empty(clusters) : ClusterMap.of(store.allocate(clusters));
    Lvol lvol = new Lvol(store, UUID.randomUUID(), name, thin, clear, map);
    store.add(lvol);
    store.commit();
    bdevs.register(lvol);
    return lvol;
  }

  /** Deletes a volume, or a snapshot with at most one clone, which then gets its clusters. */
  public void delete(Lvol lvol) throws LvsException, IOException {
    checkDeletable(lvol);
    List<Lvol> clones = lvol.store().clonesOf(lvol);
    bdevs.unregister(lvol);
    if (clones.isEmpty()) {
      release(lvol);
    } else {
      handDown(lvol, clones.get(0));
    }
  }

  /** A snapshot with more than one clone cannot be deleted. */
  public void checkDeletable(Lvol lvol) throws LvsException {
    if (lvol.store().clonesOf(lvol).size() > 1) {
      throw new LvsException(Errno.EPERM, lvol.lvolName() + " has clones");
    }
  }

  private static void release(Lvol lvol) throws IOException {
    lvol.shape().writeLock().lock();
    try {
      int[] clusters = lvol.map().toArray();
      for (int cluster : clusters) {
        clear(lvol, cluster);
      }
      keepCleared(lvol);
      lvol.store().remove(lvol);
      lvol.store().commit();
      // only now: a cluster that is still in the kept map must not be given to somebody else
      for (int cluster : clusters) {
        if (cluster != ClusterMap.NOWHERE) {
          lvol.store().free(cluster);
        }
      }
    } finally {
      lvol.shape().writeLock().unlock();
    }
  }

  private static void clear(Lvol lvol, int cluster) throws IOException {
    if (cluster == ClusterMap.NOWHERE) {
      return;
    }
    Lvstore store = lvol.store();
    switch (lvol.clearMethod()) {
      case NONE -> {}
      case UNMAP -> store.base().unmap(store.offsetOf(cluster), store.clusterSize());
      case WRITE_ZEROES -> store.base().writeZeroes(store.offsetOf(cluster), store.clusterSize());
    }
  }

  /** A cluster is free only when a loss of power cannot bring back what was in it. */
  private static void keepCleared(Lvol lvol) throws IOException {
    if (lvol.clearMethod() == ClearMethod.WRITE_ZEROES) {
      lvol.store().base().flush();
    }
  }

  /** The clone takes over what it had not written itself; the rest goes with the snapshot. */
  private static void handDown(Lvol snapshot, Lvol clone) throws IOException {
    try (StillIo _ = StillIo.of(clone)) {
      ClusterMap merged = ClusterMap.of(clone.map().toArray());
      ClusterMap unused = ClusterMap.of(snapshot.map().toArray());
      for (int i = 0; i < Math.min(unused.size(), merged.size()); i++) {
        if (merged.get(i) == ClusterMap.NOWHERE) {
          merged.set(i, unused.get(i));
          unused.set(i, ClusterMap.NOWHERE);
        }
      }
      snapshot
          .store()
          .change(() -> {
            clone.setMap(merged);
            clone.setParent(snapshot.parent());
            snapshot.setMap(unused);
          });
      snapshot.store().commit();
    }
    release(snapshot);
  }

  /** Sets the size; shrinks without asking when nobody has the volume open. */
  public void resize(Lvol lvol, long bytes) throws LvsException, IOException {
    if (lvol.isReadOnly()) {
      throw new LvsException(Errno.EPERM, lvol.lvolName() + " is read-only");
    }
    int clusters = lvol.store().clustersFor(bytes);
    int before = lvol.map().size();
    if (clusters < before && lvol.claim() != null) {
      throw new LvsException(Errno.EBUSY, lvol.lvolName() + " is in use");
    }
    if (clusters > before) {
      grow(lvol, clusters);
    } else if (clusters < before) {
      shrink(lvol, clusters);
    }
    if (clusters != before) {
      lvol.tellResized();
    }
  }

  private static void grow(Lvol lvol, int clusters) throws LvsException, IOException {
    int before = lvol.map().size();
    int[] taken = lvol.isThin() ? new int[0] : lvol.store().allocate(clusters - before);
    lvol.shape().writeLock().lock();
    try {
      ClusterMap map = ClusterMap.of(lvol.map().toArray());
      map.resize(clusters);
      for (int i = 0; i < taken.length; i++) {
        map.set(before + i, taken[i]);
      }
      lvol.setMap(map);
      lvol.store().commit();
    } finally {
      lvol.shape().writeLock().unlock();
    }
  }

  private static void shrink(Lvol lvol, int clusters) throws IOException {
    lvol.shape().writeLock().lock();
    try {
      int[] before = lvol.map().toArray();
      for (int i = clusters; i < before.length; i++) {
        clear(lvol, before[i]);
      }
      keepCleared(lvol);
      ClusterMap map = ClusterMap.of(before.clone());
      map.resize(clusters);
      lvol.setMap(map);
      lvol.store().commit();
      for (int i = clusters; i < before.length; i++) {
        if (before[i] != ClusterMap.NOWHERE) {
          lvol.store().free(before[i]);
        }
      }
    } finally {
      lvol.shape().writeLock().unlock();
    }
  }

  /** Freezes what a volume holds; the volume becomes a thin clone of it. */
  public Lvol snapshot(Lvol origin, String name) throws LvsException, IOException {
    checkNewName(origin.store(), name);
    if (origin.isSnapshot()) {
      throw new LvsException(Errno.EINVAL, origin.lvolName() + " is a snapshot");
    }
    Lvstore store = origin.store();
    Lvol snapshot;
    origin.shape().writeLock().lock();
    try {
      snapshot = new Lvol(store, UUID.randomUUID(), name, true, origin.clearMethod(), origin.map());
      snapshot.setSnapshot(true);
      snapshot.setParent(origin.parent());
      store.change(() -> {
        origin.setMap(ClusterMap.empty(origin.map().size()));
        origin.setThin(true);
        origin.setParent(snapshot);
        store.add(snapshot);
      });
      store.commit();
    } finally {
      origin.shape().writeLock().unlock();
    }
    bdevs.register(snapshot);
    return snapshot;
  }

  /** A thin, writable copy of a snapshot or of a read-only volume. */
  public Lvol cloneOf(Lvol snapshot, String name) throws LvsException, IOException {
    checkNewName(snapshot.store(), name);
    if (!snapshot.isReadOnly()) {
      throw new LvsException(Errno.EINVAL, snapshot.lvolName() + " is writable");
    }
    snapshot.setSnapshot(true);
    Lvol clone =
        new Lvol(
            snapshot.store(),
            UUID.randomUUID(),
            name,
            true,
            snapshot.clearMethod(),
            ClusterMap.empty(snapshot.map().size()));
    clone.setParent(snapshot);
    snapshot.store().add(clone);
    snapshot.store().commit();
    bdevs.register(clone);
    return clone;
  }

  private static void checkNewName(Lvstore store, String name) throws LvsException {
    if (!Lvstore.isName(name)) {
      throw new LvsException(Errno.EINVAL, "name of %d characters".formatted(name.length()));
    }
    if (store.find(name).isPresent()) {
      throw new LvsException(Errno.EEXIST, name);
    }
  }

  /** Copies everything a volume shows into clusters of its own. */
  public void inflate(Lvol lvol) throws IOException {
    become(lvol, true);
  }

  /** Copies what the parent holds into clusters of the volume's own. */
  public void decouple(Lvol lvol) throws LvsException, IOException {
    if (lvol.parent() == null) {
      throw new LvsException(Errno.EINVAL, lvol.lvolName() + " has no parent");
    }
    become(lvol, false);
  }

  private static void become(Lvol lvol, boolean thick) throws IOException {
    try (StillIo _ = StillIo.of(lvol)) {
      ClusterMap own = lvol.absorbed(thick);
      lvol.store()
          .change(() -> {
            lvol.setMap(own);
            lvol.setParent(null);
            lvol.setThin(lvol.isThin() && !thick);
          });
      lvol.store().commit();
    }
  }

  /** Takes no writes any more. */
  public void setReadOnly(Lvol lvol) throws IOException {
    lvol.setReadOnly(true);
    lvol.store().commit();
  }

  /** Gives a volume another name in its store. */
  public void rename(Lvol lvol, String name) throws LvsException, IOException {
    checkNewName(lvol.store(), name);
    lvol.rename(name);
    lvol.store().commit();
    bdevs.realias(lvol);
  }

  /** Gives a store another name. */
  public void rename(Lvstore store, String name) throws IOException {
    store.rename(name);
    store.commit();
    store.lvols().forEach(bdevs::realias);
  }

  /** Makes room of what the store's device has more than before. */
  public void grow(Lvstore store) throws IOException {
    store.growToDevice();
    store.commit();
  }
}
