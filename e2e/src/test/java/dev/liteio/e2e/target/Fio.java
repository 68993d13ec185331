package dev.liteio.e2e.target;

import java.util.Arrays;
import java.util.stream.Collectors;

/** fio command lines. */
public final class Fio {
  private Fio() {}

  /** Writes, then reads everything back and compares; direct, several at once. */
  public static String verified(String disk, String... options) {
    return "fio --name=verified --filename=%s --direct=1 --ioengine=libaio --iodepth=8 --verify=crc32c --verify_fatal=1 %s"
        .formatted(
            disk,
            Arrays.stream(options).map(option -> "--" + option).collect(Collectors.joining(" ")));
  }
}
