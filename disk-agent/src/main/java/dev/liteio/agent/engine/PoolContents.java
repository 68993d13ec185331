package dev.liteio.agent.engine;

import java.util.List;
import java.util.Optional;

/**
 * What an engine holds of a pool.
 *
 * @param devices one for each device of the pool's spec, in its order
 * @param volumes all volumes in stores of ours that belong to the pool
 */
public record PoolContents(List<DeviceContents> devices, List<StoredVolume> volumes) {

  public PoolContents {
    devices = List.copyOf(devices);
    volumes = List.copyOf(volumes);
  }

  /** A pool of which nothing is loaded. */
  public static PoolContents empty() {
    return new PoolContents(List.of(), List.of());
  }

  /** Whether every device is in use, so that what is not there does not exist. */
  public boolean isFullyLoaded() {
    return !devices.isEmpty() && devices.stream().allMatch(DeviceContents::isReady);
  }

  /** The device with this path. */
  public Optional<DeviceContents> deviceAt(String path) {
    return devices.stream().filter(device -> device.path().equals(path)).findFirst();
  }

  /** The device that carries this store. */
  public Optional<DeviceContents> deviceOf(String store) {
    return devices.stream().filter(device -> device.store().equals(store)).findFirst();
  }
}
