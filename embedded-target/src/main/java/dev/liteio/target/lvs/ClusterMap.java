package dev.liteio.target.lvs;

import java.util.Arrays;

/** Which cluster of the store holds which cluster of a volume. Reads need no lock. */
final class ClusterMap {

  static final int NOWHERE = -1;

  private volatile int[] physical;

  private ClusterMap(int[] physical) {
    this.physical = physical;
  }

  static ClusterMap empty(int clusters) {
    int[] map = new int[clusters];
    Arrays.fill(map, NOWHERE);
    return new ClusterMap(map);
  }

  static ClusterMap of(int[] physical) {
    return new ClusterMap(physical);
  }

  int size() {
    return physical.length;
  }

  /** Where that cluster is; {@link #NOWHERE} also beyond the end. */
  int get(int logical) {
    int[] map = physical;
    return logical < map.length ? map[logical] : NOWHERE;
  }

  void set(int logical, int cluster) {
    int[] copy = physical;
    copy[logical] = cluster;
    physical = copy; // publishes the element
  }

  void resize(int clusters) {
    int[] map = Arrays.copyOf(physical, clusters);
    if (clusters > physical.length) {
      Arrays.fill(map, physical.length, clusters, NOWHERE);
    }
    physical = map;
  }

  int allocated() {
    int count = 0;
    for (int cluster : physical) {
      if (cluster != NOWHERE) {
        count++;
      }
    }
    return count;
  }

  int[] toArray() {
    return physical.clone();
  }
}
