package dev.liteio.demo.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a guest that ended by itself has left to say, put into the error: its files may be gone by
 * the time somebody wants to know whether its kernel broke or QEMU did.
 */
final class LastWords {
  /** A kernel's panic with its registers and its trace. */
  private static final int LINES = 60;

  private LastWords() {}

  /**
   * A sentence with the end of the console and of what QEMU printed.
   *
   * @param exit QEMU's exit code; above 128 a signal ended it
   */
  static String of(GuestConfig config, int exit) {
    return "the guest ended, QEMU with exit code %d. End of %s:%n%s%nof %s:%n%s"
        .formatted(
            exit, config.console(), end(config.console()), config.qemuLog(), end(config.qemuLog()));
  }

  private static String end(Path log) {
    try {
      // a console is bytes, not always text
      List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
      return String.join(
          System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }
}
