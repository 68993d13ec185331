package dev.liteio.controller.volume;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.volume.VolumeId;

/** Attempts at a leg: {@code <volume>-<number>}. */
final class Attempts {

  private Attempts() {}

  static String name(VolumeId volume, int number) {
    return volume.value() + "-" + number;
  }

  static int number(LogicalVolume attempt) {
    String name = attempt.getMetadata().getName();
    String tail = name.substring(name.lastIndexOf('-') + 1);
    return tail.matches("[0-9]{1,9}") ? Integer.parseInt(tail) : 0;
  }
}
