package dev.liteio.agent.engine;

import dev.liteio.crd.DeviceState;
import org.jspecify.annotations.Nullable;

/**
 * A device of a pool as it was found.
 *
 * @param path as in the spec
 * @param store the name of the store that is, or would be, on it
 * @param capacityBytes what volumes can be made of; 0 unless it is ready
 * @param freeBytes what no volume has taken yet; 0 unless it is ready
 * @param clusterBytes the unit of allocation; 0 unless it is ready
 * @param message what was found, when it is not ready
 */
public record DeviceContents(
    String path,
    String store,
    DeviceState state,
    long capacityBytes,
    long freeBytes,
    long clusterBytes,
    @Nullable String message) {

  /** A device in use. */
  public static DeviceContents ready(
      String path, String store, long capacityBytes, long freeBytes, long clusterBytes) {
    return new DeviceContents(
        path, store, DeviceState.READY, capacityBytes, freeBytes, clusterBytes, null);
  }

  /** A device that holds something that is not ours. */
  public static DeviceContents refused(String path, String store, String found) {
    return new DeviceContents(path, store, DeviceState.REFUSED, 0, 0, 0, found);
  }

  /** A device that is not there, cannot be read or is not loaded. */
  public static DeviceContents unavailable(String path, String store, String why) {
    return new DeviceContents(path, store, DeviceState.UNAVAILABLE, 0, 0, 0, why);
  }

  /** Whether volumes can be made and found on it. */
  public boolean isReady() {
    return state == DeviceState.READY;
  }
}
