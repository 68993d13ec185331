package dev.liteio.agent.engine;

import dev.liteio.agent.device.Finding;
import dev.liteio.crd.DeviceState;
import org.jspecify.annotations.Nullable;

/** Why a device is not taken into use. */
final class DeviceProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final DeviceState state;

  private DeviceProblem(DeviceState state, String message) {
    super(message);
    this.state = state;
  }

  static DeviceProblem refused(String found) {
    return new DeviceProblem(DeviceState.REFUSED, found);
  }

  static DeviceProblem unavailable(String why) {
    return new DeviceProblem(DeviceState.UNAVAILABLE, why);
  }

  static void refuseUnlessBlankOrOurs(Finding finding) throws DeviceProblem {
    switch (finding) {
      case Finding.Blank blank -> {}
      case Finding.Ours ours -> {}
      case Finding.SomeStore store ->
          throw refused("found %s: it is left alone".formatted(store.what()));
      case Finding.Foreign foreign ->
          throw refused(
              "found %s: it is left alone; if it may be destroyed, wipe it (wipefs, blkdiscard) and wait"
                  .formatted(foreign.what()));
      case Finding.Unreadable unreadable -> throw unavailable(unreadable.why());
    }
  }

  DeviceContents asContents(String path, String store) {
    @Nullable String message = getMessage();
    return new DeviceContents(path, store, state, 0, 0, 0, message);
  }
}
