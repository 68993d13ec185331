package dev.liteio.target.replay;

import java.util.List;

/**
 * Every place where this target answers otherwise than SPDK did, and why.
 *
 * @param command the kind of command
 * @param from the first byte of its data, or -1 for its completion
 * @param to the last one
 */
record Deliberate(String command, int from, int to, String why) {

  static final List<Deliberate> ALL =
      List.of(
          new Deliberate("identify 01", 64, 71, "firmware revision: says what it is"),
          new Deliberate(
              "identify 01", 520, 521, "ONCS: no compare, no copy, no reservations here"),
          new Deliberate(
              "identify 01", 525, 525, "VWC: the device is a file, and flush means something"),
          new Deliberate("identify 00", 31, 31, "RESCAP: no reservations"),
          new Deliberate("identify 00", 74, 81, "copy limits: no copy command"),
          new Deliberate("log 00", 0x12 * 4, 0x13 * 4 + 3, "no feature identifiers log"),
          new Deliberate("log 00", 0x80 * 4, 0x80 * 4 + 3, "no reservation notification log"),
          new Deliberate("log 05", 0, 4095, "lists the commands there are"),
          new Deliberate("features get 06", -1, -1, "there is a volatile write cache"),
          new Deliberate("io 0e", -1, 4095, "reservation report: no reservations"),
          new Deliberate(
              "log 70", 1024 + 32, 1024 + 63, "the port of a test is not the recorded one"));

  static boolean covers(String command, int at) {
    return ALL.stream().anyMatch(d -> d.command.equals(command) && at >= d.from && at <= d.to);
  }
}
