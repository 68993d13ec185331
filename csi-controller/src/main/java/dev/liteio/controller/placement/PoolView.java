package dev.liteio.controller.placement;

import java.util.Map;

/**
 * A pool as placement sees it.
 *
 * @param node the label of its node
 * @param ready volumes can be made on it
 * @param cordoned it takes no new ones
 * @param capacity of all its devices
 * @param free of all its devices
 * @param largestFree on the device with most left, less what was promised and not made yet
 * @param overcommitPercent how much thin volumes may promise
 * @param consumers how many other nodes use it
 * @param maxConsumers how many may; {@link Integer#MAX_VALUE} = no limit
 */
public record PoolView(
    String name,
    String nodeName,
    String node,
    Map<String, String> labels,
    boolean ready,
    boolean cordoned,
    long capacity,
    long free,
    long largestFree,
    int overcommitPercent,
    int consumers,
    int maxConsumers) {

  /** The largest volume it takes. */
  public long room(boolean thin) {
    if (!thin || overcommitPercent == 100) {
      return largestFree;
    }
    // in this order: a pool of petabytes times a factor of a hundred still fits
    return largestFree / 100 * overcommitPercent;
  }
}
