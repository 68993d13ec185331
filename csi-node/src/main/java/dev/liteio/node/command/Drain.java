package dev.liteio.node.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads a stream to its end, keeping the first mebibyte. */
final class Drain {
  private static final int KEPT = 1 << 20;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;

  private Drain(InputStream stream) {
    thread = Thread.ofVirtual().name("drain").unstarted(() -> read(stream));
  }

  static Drain of(InputStream stream) {
    var drain = new Drain(stream);
    drain.thread.start();
    return drain;
  }

  /** What came until now, or until the end when that comes in time. */
  String text(Duration patience) {
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  private void read(InputStream stream) {
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        kept.write(buffer, 0, Math.min(n, KEPT - kept.size()));
      }
    } catch (IOException e) {
      return; // the program was killed; what came before is kept
    }
  }
}
