package dev.liteio.target.lvs;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a volume holds, in the simplest way one can think of. */
final class ModelVolume {

  private static final int CLUSTER = StoreOnDisk.CLUSTER;

  final Map<Integer, byte[]> own = new TreeMap<>();
  @Nullable ModelVolume parent;
  int clusters;
  boolean snapshot;

  byte[] cluster(int index) {
    for (ModelVolume level = this; level != null; level = level.parent) {
      byte[] bytes = level.own.get(index);
      if (bytes != null) {
        return bytes;
      }
    }
    return new byte[CLUSTER];
  }

  private boolean isBacked(int index) {
    ModelVolume below = parent;
    return below != null && (below.own.containsKey(index) || below.isBacked(index));
  }

  byte[] content() {
    byte[] all = new byte[clusters * CLUSTER];
    for (int i = 0; i < clusters; i++) {
      System.arraycopy(cluster(i), 0, all, i * CLUSTER, CLUSTER);
    }
    return all;
  }

  void write(int offset, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      int index = (offset + i) / CLUSTER;
      byte[] mine = own.get(index);
      if (mine == null) {
        mine = cluster(index).clone();
        own.put(index, mine);
      }
      mine[(offset + i) % CLUSTER] = bytes[i];
    }
  }

  void resize(int count) {
    clusters = count;
    own.keySet().removeIf(index -> index >= count);
  }

  ModelVolume freeze() {
    ModelVolume frozen = new ModelVolume();
    frozen.own.putAll(own);
    frozen.parent = parent;
    frozen.clusters = clusters;
    frozen.snapshot = true;
    own.clear();
    parent = frozen;
    return frozen;
  }

  /** The only volume above it takes over what it had not written itself. */
  void handDownTo(ModelVolume clone) {
    own.forEach((index, bytes) -> {
      if (index < clone.clusters) {
        clone.own.putIfAbsent(index, bytes);
      }
    });
    clone.parent = parent;
  }

  void standAlone(boolean whole) {
    for (int i = 0; i < clusters; i++) {
      if (!own.containsKey(i) && (whole || isBacked(i))) {
        own.put(i, cluster(i).clone());
      }
    }
    parent = null;
  }
}
